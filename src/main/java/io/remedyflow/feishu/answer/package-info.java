/**
 * What a reply of Feishu's open platform means: its envelope, its codes and their categories.
 *
 * <p>Entry point: {@link io.remedyflow.feishu.answer.ReplyClassifier}.
 */
@NullMarked
package io.remedyflow.feishu.answer;

import org.jspecify.annotations.NullMarked;
