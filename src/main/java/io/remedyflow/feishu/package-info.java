/**
 * What a connection to Feishu or Lark is: its settings, its state, what it reports, how it fails.
 *
 * <p>The rooms below call the open platform, and know no engine and no Spring. Entry points: {@link
 * io.remedyflow.feishu.ConnectionSettings} and, to make calls, {@code FeishuConnection} of {@code
 * client}.
 */
@NullMarked
package io.remedyflow.feishu;

import org.jspecify.annotations.NullMarked;
