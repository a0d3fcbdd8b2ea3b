// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.stress;

import java.time.Instant;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/** Spring's asynchronous methods and task executors. */
public final class SpringMechanisms implements Mechanism.Source {
  /** Proxied as an interface. */
  public interface Work {
    void onPool(Runnable task);

    void onNewThread(Runnable task);
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
  }

  /** Not a {@code @Configuration}: its class would be generated. */
  @EnableAsync
  public static class Beans {
    @Bean
    public ThreadPoolTaskExecutor taskExecutor() {
      ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
      executor.setCorePoolSize(2);
      executor.setTaskDecorator(task -> () -> task.run());
      return executor;
    }

    @Bean
    public SimpleAsyncTaskExecutor simple() {
      return new SimpleAsyncTaskExecutor();
    }

    @Bean
    public ThreadPoolTaskScheduler taskScheduler() {
      return new ThreadPoolTaskScheduler();
    }

    @Bean
    public Work work() {
      return new Later();
    }
  }

  @Override
  public Mechanism[] mechanisms() {
    AnnotationConfigApplicationContext context =
        new AnnotationConfigApplicationContext(Beans.class);
    Work work = context.getBean(Work.class);
    ThreadPoolTaskScheduler scheduler = context.getBean(ThreadPoolTaskScheduler.class);
    return new Mechanism[] {
      new Mechanism("@Async, ThreadPoolTaskExecutor", 4, work::onPool),
      new Mechanism("@Async, SimpleAsyncTaskExecutor", 1, work::onNewThread),
      new Mechanism(
          "TaskScheduler.schedule", 2, t -> scheduler.schedule(t, Instant.now().plusMillis(1))),
    };
  }
}
