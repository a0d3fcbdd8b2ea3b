// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.webapp;

import io.outrider.smoke.driver.Downstream;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.context.request.async.DeferredResult;

/** Pages whose routes only Spring knows. */
@Controller
public class OrderController {
  /** A failure that the controller turns into an answer. */
  static final class NoSuchOrder extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  @RequestMapping(value = "/orders/{id}", method = RequestMethod.GET)
  @ResponseBody
  public String order(
      @PathVariable("id") String id, @RequestParam(value = "next", required = false) String next)
      throws IOException {
    Downstream.call(next);
    return "order " + id;
  }

  @RequestMapping(value = "/orders/{id}/items/{item}", method = RequestMethod.POST)
  @ResponseBody
  public String item(@PathVariable("id") String id, @PathVariable("item") String item) {
    return id + "/" + item;
  }

  @RequestMapping("/missing/{id}")
  @ResponseBody
  public String missing(@PathVariable("id") String id) {
    throw new NoSuchOrder();
  }

  @RequestMapping("/broken/{id}")
  @ResponseBody
  public String broken(@PathVariable("id") String id) {
    throw new IllegalStateException("on purpose");
  }

  @RequestMapping("/callable/{id}")
  @ResponseBody
  public Callable<String> callable(@PathVariable("id") String id) {
    return new Callable<String>() {
      @Override
      public String call() {
        return "called " + id;
      }
    };
  }

  @RequestMapping("/deferred/{id}")
  @ResponseBody
  public DeferredResult<String> deferred(@PathVariable("id") String id) {
    DeferredResult<String> result = new DeferredResult<>();
    Thread thread =
        new Thread(
            new Runnable() {
              @Override
              public void run() {
                result.setResult("deferred " + id);
              }
            });
    thread.setDaemon(true);
    thread.start();
    return result;
  }

  @ExceptionHandler(NoSuchOrder.class)
  public ResponseEntity<String> handle(NoSuchOrder e) {
    return new ResponseEntity<>("missing", HttpStatus.NOT_FOUND);
  }
}
