// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.driver;

import java.util.concurrent.Executor;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.scheduling.support.CronTrigger;

/** Spring's tasks: asynchronous methods, executors, schedules. */
public final class SpringTasksDriver extends HandOverDriver {
  /** Called by the next scheduled run. */
  private static volatile Call next;

  private AnnotationConfigApplicationContext context;

  /** Not a {@code @Configuration}: its class would be generated. */
  @EnableAsync
  public static class Beans {
    @Bean
    public ThreadPoolTaskExecutor taskExecutor() {
      ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
      executor.setCorePoolSize(2);
      executor.setDaemon(true);
      executor.setTaskDecorator(
          task ->
              () -> {
                task.run();
              });
      return executor;
    }

    @Bean
    public SimpleAsyncTaskExecutor simple() {
      SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor();
      executor.setDaemon(true);
      return executor;
    }

    @Bean
    public Executor virtual() throws Exception {
      SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor();
      executor.setDaemon(true);
      try {
        SimpleAsyncTaskExecutor.class
            .getMethod("setVirtualThreads", boolean.class)
            .invoke(executor, true);
      } catch (ReflectiveOperationException e) {
        // before Spring 6.1 or Java 21: a thread of the other kind
      }
      return executor;
    }

    @Bean
    public Work work() {
      return new Later();
    }

    @Bean
    public ThreadPoolTaskScheduler taskScheduler() {
      ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
      scheduler.setDaemon(true);
      return scheduler;
    }
  }

  /** Proxied as an interface. */
  public interface Work {
    void onPool(Runnable task);

    void onNewThread(Runnable task);

    void onVirtualThread(Runnable task);
  }

  /** Runs what it is told to, later. */
  public static class Later implements Work {
    @Override
    @Async("taskExecutor")
    public void onPool(Runnable task) {
      task.run();
    }

    @Override
    @Async("simple")
    public void onNewThread(Runnable task) {
      task.run();
    }

    @Override
    @Async("virtual")
    public void onVirtualThread(Runnable task) {
      task.run();
    }
  }

  /** Scheduled as long as the context is open. */
  @EnableScheduling
  public static class Jobs {
    @Bean
    public ThreadPoolTaskScheduler taskScheduler() {
      return new Beans().taskScheduler();
    }

    @Scheduled(fixedDelay = 50)
    public void tick() {
      Call call = next;
      if (call != null) {
        next = null;
        call.run();
      }
    }

    @Scheduled(cron = "* * * * * *")
    public void fail() {
      throw new IllegalStateException("on purpose");
    }
  }

  @Override
  public String name() {
    return "spring-tasks";
  }

  @Override
  Runnable handOver(String action, Call call) throws Throwable {
    switch (action) {
      case "async":
        context().getBean(Work.class).onPool(call);
        return null;
      case "asyncOnNewThread":
        context().getBean(Work.class).onNewThread(call);
        return null;
      case "asyncOnVirtualThread":
        context().getBean(Work.class).onVirtualThread(call);
        return null;
      case "taskExecutor":
        context().getBean(ThreadPoolTaskExecutor.class).execute(call);
        return null;
      case "taskSchedulerOnce":
        context()
            .getBean(ThreadPoolTaskScheduler.class)
            .schedule(call, java.time.Instant.now().plusMillis(20));
        return null;
      case "trigger":
        context()
            .getBean(ThreadPoolTaskScheduler.class)
            .schedule(call, new CronTrigger("* * * * * *"));
        return null;
      case "scheduled":
        next = call;
        AnnotationConfigApplicationContext jobs =
            new AnnotationConfigApplicationContext(Jobs.class);
        try {
          call.await();
        } finally {
          jobs.close();
        }
        return null;
      case "failing":
        AnnotationConfigApplicationContext failing =
            new AnnotationConfigApplicationContext(Jobs.class);
        return failing::close;
      default:
        throw new IllegalArgumentException(action);
    }
  }

  private synchronized AnnotationConfigApplicationContext context() {
    if (context == null) {
      context = new AnnotationConfigApplicationContext(Beans.class);
    }
    return context;
  }
}
