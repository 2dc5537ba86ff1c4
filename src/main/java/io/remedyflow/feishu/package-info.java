/**
 * Speaks HTTP with Feishu or Lark and answers in the words of {@code remedy}.
 *
 * <p>Knows no engine and no Spring. Entry points: {@link io.remedyflow.feishu.ConnectionSettings}
 * and {@link io.remedyflow.feishu.FeishuRemedyLookup}.
 */
@NullMarked
package io.remedyflow.feishu;

import org.jspecify.annotations.NullMarked;
