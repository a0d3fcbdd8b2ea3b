// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.driver;

import io.outrider.smoke.app.OwnMarked;
import io.outrider.smoke.app.OwnService;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Calls methods of an application's own. */
public final class OwnMethodsDriver implements Driver {
  private final OwnService service = new OwnService();

  @Override
  public String name() {
    return "own";
  }

  @Override
  public Order perform(Order order) throws Throwable {
    String text = order.get("text", "");
    return new Order().with("answer", call(order.get("action"), text, order));
  }

  private Object call(String action, String text, Order order) throws Throwable {
    switch (action) {
      case "add":
        return OwnService.add(1, 2);
      case "nothing":
        service.nothing();
        return "ran";
      case "runs":
        return service.runs();
      case "private":
        return service.callsPrivate(text);
      case "largest":
        return service.largest(Arrays.asList(3, 7, 5));
      case "over":
        return service.over(text);
      case "locked":
        return service.locked('a');
      case "exact":
        return service.exact(5);
      case "bytes":
        return service.bytes(3).length;
      case "fails":
        return service.fails(text);
      case "greet":
        return service.greet(text);
      case "order":
        return service.order(order.get("url"), order.get("database"));
      case "later":
        CompletableFuture<String> source = new CompletableFuture<>();
        CompletableFuture<String> later = service.later(source);
        Thread.sleep(120);
        source.complete(text);
        return later.get();
      case "limited":
        return service.limited();
      case "limitedLater":
        CompletableFuture<Integer> limited = service.limitedLater();
        try {
          return limited.get();
        } catch (ExecutionException e) {
          return "failed: " + e.getCause().getClass().getName() + ": " + e.getCause().getMessage();
        }
      case "limitedInside":
        return service.limitedInside(5);
      case "broken":
        return service.broken(text.equals("fail"));
      case "faulty":
        return service.faulty();
      case "marked":
        return OwnMarked.call(service);
      default:
        throw new IllegalArgumentException(action);
    }
  }
}
