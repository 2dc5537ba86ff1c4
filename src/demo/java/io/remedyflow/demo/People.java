package io.remedyflow.demo;

import static org.camunda.bpm.engine.authorization.Authorization.ANY;
import static org.camunda.bpm.engine.authorization.Authorization.AUTH_TYPE_GRANT;

import io.remedyflow.remedy.BilingualText;
import io.remedyflow.remedy.Language;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Permission;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.Resource;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.filter.Filter;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.task.TaskQuery;

/**
 * An employee and a manager to play, with what Tasklist needs for them; the administrator belongs
 * to the group that handles outages.
 */
final class People {

  static final String EMPLOYEE = "employee";
  static final String MANAGER = "manager";

  private static final String EMPLOYEES = "employees";
  private static final String MANAGERS = "managers";
  private static final String ADMINISTRATORS = "administrators";
  private static final BilingualText MY_TASKS = new BilingualText("My tasks", "我的任务");
  private static final BilingualText MY_GROUPS_TASKS =
      new BilingualText("My group's tasks", "待认领任务");

  private final IdentityService identities;
  private final AuthorizationService authorizations;
  private final FilterService filters;
  private final TaskService tasks;
  private final Language language;

  People(ProcessEngine engine, Language language) {
    this.language = language;
    identities = engine.getIdentityService();
    authorizations = engine.getAuthorizationService();
    filters = engine.getFilterService();
    tasks = engine.getTaskService();
  }

  /**
   * On a database that outlives the demo they are there already, and only learn the password that
   * is printed this time.
   */
  void moveIn(String admin, String password) {
    if (identities.createUserQuery().userId(EMPLOYEE).count() == 0) {
      furnish(password);
    }
    if (identities.createGroupQuery().groupId(ADMINISTRATORS).count() == 0) {
      found(ADMINISTRATORS, "Administrators");
      identities.createMembership(admin, ADMINISTRATORS);
    }
    for (String id : List.of(admin, EMPLOYEE, MANAGER)) {
      User user = identities.createUserQuery().userId(id).singleResult();
      user.setPassword(password);
      identities.saveUser(user);
    }
  }

  private void furnish(String password) {
    settle(EMPLOYEE, "Erin", "Employee", EMPLOYEES, "Employees", password);
    settle(MANAGER, "Mona", "Manager", MANAGERS, "Managers", password);
    grant(
        EMPLOYEES,
        Resources.PROCESS_DEFINITION,
        "remedy-approval",
        Permissions.READ,
        Permissions.CREATE_INSTANCE);
    grant(EMPLOYEES, Resources.PROCESS_INSTANCE, ANY, Permissions.CREATE);
    grant(MANAGERS, Resources.PROCESS_DEFINITION, "remedy-approval", Permissions.READ);
    share(filter(MY_TASKS, 1, tasks.createTaskQuery().taskAssigneeExpression("${currentUser()}")));
    share(
        filter(
            MY_GROUPS_TASKS,
            2,
            tasks
                .createTaskQuery()
                .taskCandidateGroupInExpression("${currentUserGroups()}")
                .taskUnassigned()));
  }

  private void settle(
      String id,
      String firstName,
      String lastName,
      String groupId,
      String groupName,
      String password) {
    User user = identities.newUser(id);
    user.setFirstName(firstName);
    user.setLastName(lastName);
    user.setPassword(password);
    identities.saveUser(user);
    found(groupId, groupName);
    identities.createMembership(id, groupId);
    grant(groupId, Resources.APPLICATION, "tasklist", Permissions.ACCESS);
  }

  private void found(String groupId, String name) {
    Group group = identities.newGroup(groupId);
    group.setName(name);
    group.setType("WORKFLOW");
    identities.saveGroup(group);
  }

  private Filter filter(BilingualText name, int priority, TaskQuery query) {
    Filter filter =
        filters
            .newTaskFilter(name.in(language))
            .setQuery(query)
            .setProperties(Map.of("priority", priority, "refresh", true));
    return filters.saveFilter(filter);
  }

  private void share(Filter filter) {
    grant(EMPLOYEES, Resources.FILTER, filter.getId(), Permissions.READ);
    grant(MANAGERS, Resources.FILTER, filter.getId(), Permissions.READ);
  }

  private void grant(
      String groupId, Resource resource, String resourceId, Permission... permissions) {
    Authorization grant = authorizations.createNewAuthorization(AUTH_TYPE_GRANT);
    grant.setGroupId(groupId);
    grant.setResource(resource);
    grant.setResourceId(resourceId);
    grant.setPermissions(permissions);
    authorizations.saveAuthorization(grant);
  }
}
