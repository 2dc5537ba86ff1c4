package io.remedyflow.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A document, taken apart as far as the tests need it. */
record Markdown(Path file, List<String> lines) {

  static final Path ENGLISH = Path.of("README.md");
  static final Path CHINESE = Path.of("README.zh-CN.md");

  private static final Pattern FENCE = Pattern.compile("```(\\w*)");
  private static final Pattern COMMENT = Pattern.compile("\\s*<!--.*?-->|^\\s*#.*");
  private static final Pattern LINK =
      Pattern.compile("]\\((?!https?://)([^)#\\s]*)(?:#([^)]*))?\\)");

  /** A page in both languages. */
  static List<Path> both(String page) {
    return List.of(Path.of("src/docs/" + page + ".md"), Path.of("src/docs/" + page + ".zh-CN.md"));
  }

  static Markdown read(Path file) throws IOException {
    return new Markdown(file, Files.readAllLines(file));
  }

  String text() {
    return String.join("\n", lines);
  }

  /** As {@code ##}, in order. */
  List<String> headingLevels() {
    return prose().stream()
        .filter(line -> line.startsWith("#"))
        .map(line -> line.replaceAll("[^#].*", ""))
        .toList();
  }

  /** The cells of every row, an empty row after each table. */
  List<List<String>> tableRows() {
    List<List<String>> rows = new ArrayList<>();
    for (String line : prose()) {
      if (line.startsWith("|")) {
        rows.add(List.of(line.substring(1).strip().split("(?<!\\\\)\\|")));
      } else if (!rows.isEmpty() && !rows.get(rows.size() - 1).isEmpty()) {
        rows.add(List.of());
      }
    }
    return rows;
  }

  /** The fenced blocks, each with its language in the first line, without comments. */
  List<String> codeBlocks() {
    List<String> blocks = new ArrayList<>();
    StringBuilder block = null;
    for (String line : lines) {
      Matcher fence = FENCE.matcher(line);
      if (fence.matches()) {
        if (block == null) {
          block = new StringBuilder(fence.group(1)).append('\n');
        } else {
          blocks.add(block.toString());
          block = null;
        }
      } else if (block != null) {
        block.append(COMMENT.matcher(line).replaceAll("")).append('\n');
      }
    }
    return blocks;
  }

  /** The first fenced block that begins so. */
  String codeBlock(String beginning) {
    return codeBlocks().stream()
        .filter(block -> block.startsWith(beginning))
        .map(block -> block.substring(block.indexOf('\n') + 1))
        .findFirst()
        .orElseThrow();
  }

  /** Files that the document points to. */
  List<Path> targets() {
    return LINK.matcher(text())
        .results()
        .filter(link -> !link.group(1).isEmpty())
        .map(link -> target(link.group(1)))
        .toList();
  }

  /** A link to a heading, of this document or of another one. */
  record Anchor(Path file, String heading) {}

  /** Headings that the document points to. */
  List<Anchor> anchors() {
    return LINK.matcher(text())
        .results()
        .filter(link -> link.group(2) != null)
        .map(link -> new Anchor(target(link.group(1)), link.group(2)))
        .toList();
  }

  /** What a link to each heading ends in, as GitHub makes it of the heading's words. */
  List<String> headingAnchors() {
    return prose().stream()
        .filter(line -> line.startsWith("#"))
        .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT))
        .map(words -> words.replaceAll("[^\\p{L}\\p{M}\\p{N} _-]", "").replace(' ', '-'))
        .toList();
  }

  private Path target(String link) {
    Path itself = file.toAbsolutePath().normalize();
    return link.isEmpty() ? itself : itself.resolveSibling(link).normalize();
  }

  private List<String> prose() {
    List<String> prose = new ArrayList<>();
    boolean inBlock = false;
    for (String line : lines) {
      boolean fence = FENCE.matcher(line).matches();
      if (!fence && !inBlock) {
        prose.add(line);
      }
      inBlock ^= fence;
    }
    return prose;
  }
}
