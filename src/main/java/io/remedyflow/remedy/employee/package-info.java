/** Finding an employee: the request, and what Feishu answers. */
@NullMarked
package io.remedyflow.remedy.employee;

import org.jspecify.annotations.NullMarked;
