/**
 * A connection to Feishu or Lark: its settings, its state, its reports, its failures.
 *
 * <p>The packages below call the open platform, and do not know the engine or Spring. Entry points:
 * {@link io.remedyflow.feishu.ConnectionSettings} and, to make calls, {@code FeishuConnection} of
 * {@code client}.
 */
@NullMarked
package io.remedyflow.feishu;

import org.jspecify.annotations.NullMarked;
