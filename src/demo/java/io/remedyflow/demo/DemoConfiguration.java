package io.remedyflow.demo;

import io.remedyflow.remedy.RemedyConnections;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.rest.security.auth.ProcessEngineAuthenticationFilter;
import org.camunda.bpm.engine.rest.security.auth.impl.HttpBasicAuthenticationProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the demo adds to a plain Camunda application. */
@Configuration(proxyBeanMethods = false)
class DemoConfiguration {

  /** Camunda's REST API is open to everyone unless it is configured otherwise. */
  @Bean
  FilterRegistrationBean<ProcessEngineAuthenticationFilter> restAuthentication() {
    var filter = new FilterRegistrationBean<>(new ProcessEngineAuthenticationFilter());
    filter.addUrlPatterns("/engine-rest/*");
    filter.addInitParameter(
        ProcessEngineAuthenticationFilter.AUTHENTICATION_PROVIDER_PARAM,
        HttpBasicAuthenticationProvider.class.getName());
    filter.setAsyncSupported(true);
    return filter;
  }

  @Bean
  ApplicationRunner people(
      ProcessEngine engine,
      RemedyConnections connections,
      @Value("${camunda.bpm.admin-user.id}") String admin,
      @Value("${" + RemedyApprovalApplication.PASSWORD + "}") String password) {
    return args -> new People(engine, connections.language(null)).moveIn(admin, password);
  }
}
