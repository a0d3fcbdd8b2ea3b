// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.okhttp;

import io.outrider.instrumentation.Millis;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.RequestBody;
import okio.Timeout;

/** What the oldest version that adapters are compiled against does not have yet. */
final class Chains {
  private static final MethodHandles.Lookup LOOKUP = MethodHandles.publicLookup();
  private static final MethodType LIMIT =
      MethodType.methodType(Interceptor.Chain.class, int.class, TimeUnit.class);
  private static final MethodType MILLIS = MethodType.methodType(int.class);
  private static final MethodType YES_OR_NO = MethodType.methodType(boolean.class);

  /** Since 3.9, all of them. */
  private static final MethodHandle CALL = find(Interceptor.Chain.class, "call", Call.class);

  private static final MethodHandle CONNECT = chain("connectTimeoutMillis", MILLIS);
  private static final MethodHandle READ = chain("readTimeoutMillis", MILLIS);
  private static final MethodHandle WRITE = chain("writeTimeoutMillis", MILLIS);
  private static final MethodHandle WITH_CONNECT = chain("withConnectTimeout", LIMIT);
  private static final MethodHandle WITH_READ = chain("withReadTimeout", LIMIT);
  private static final MethodHandle WITH_WRITE = chain("withWriteTimeout", LIMIT);
  private static final boolean LIMITABLE =
      CONNECT != null
          && READ != null
          && WRITE != null
          && WITH_CONNECT != null
          && WITH_READ != null
          && WITH_WRITE != null;

  /** Since 3.12. */
  private static final MethodHandle TIMEOUT = find(Call.class, "timeout", Timeout.class);

  /** Since 3.14. */
  private static final MethodHandle ONE_SHOT = find(RequestBody.class, "isOneShot", YES_OR_NO);

  private Chains() {}

  private static MethodHandle chain(String name, MethodType type) {
    return find(Interceptor.Chain.class, name, type);
  }

  private static MethodHandle find(Class<?> owner, String name, Class<?> returned) {
    return find(owner, name, MethodType.methodType(returned));
  }

  private static MethodHandle find(Class<?> owner, String name, MethodType type) {
    try {
      return LOOKUP.findVirtual(owner, name, type);
    } catch (ReflectiveOperationException older) {
      return null;
    }
  }

  /**
   * A chain whose timeouts are no longer than these; the same one when they are not already, or
   * cannot be set.
   *
   * @param connectNanos 0: no limit of its own
   * @param requestNanos 0: none
   */
  static Interceptor.Chain limited(Interceptor.Chain chain, long connectNanos, long requestNanos) {
    if (!LIMITABLE || connectNanos <= 0 && requestNanos <= 0) {
      return chain;
    }
    try {
      int connect = Millis.roundedUp(connectNanos > 0 ? connectNanos : requestNanos);
      int request = Millis.roundedUp(requestNanos);
      Interceptor.Chain limited = chain;
      if (isLonger((int) CONNECT.invokeExact(chain), connect)) {
        limited =
            (Interceptor.Chain) WITH_CONNECT.invokeExact(limited, connect, TimeUnit.MILLISECONDS);
      }
      int read = (int) READ.invokeExact(chain);
      // The default is 10 s: who says 0 is reading a stream, of events for example.
      if (request == 0 || read == 0) {
        return limited;
      }
      if (isLonger(read, request)) {
        limited =
            (Interceptor.Chain) WITH_READ.invokeExact(limited, request, TimeUnit.MILLISECONDS);
      }
      if (isLonger((int) WRITE.invokeExact(chain), request)) {
        limited =
            (Interceptor.Chain) WITH_WRITE.invokeExact(limited, request, TimeUnit.MILLISECONDS);
      }
      return limited;
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  private static boolean isLonger(int own, int limit) {
    return own == 0 || own > limit;
  }

  /**
   * Whether the application has cancelled the call. A call whose own time limit is over is
   * cancelled likewise, by OkHttp: that is not meant.
   *
   * @param nanos how long it has taken
   */
  static boolean isCancelled(Interceptor.Chain chain, Throwable thrown, long nanos) {
    if (CALL == null) {
      // A peer that closes a connection is told of in other words.
      String message = thrown.getMessage();
      return "Canceled".equals(message) || "Socket closed".equals(message);
    }
    try {
      Call call = (Call) CALL.invokeExact(chain);
      if (!call.isCanceled()) {
        return false;
      }
      long limit = TIMEOUT == null ? 0 : ((Timeout) TIMEOUT.invokeExact(call)).timeoutNanos();
      return limit == 0 || nanos < limit;
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  /**
   * Whether the body can be sent twice. OkHttp's own bodies say so; of others it expects that, and
   * is wrong about many that read from a stream.
   */
  static boolean isRepeatable(Request request) {
    RequestBody body = request.body();
    if (body == null) {
      return true;
    }
    Class<?> type = body.getClass();
    if (!type.getName().startsWith("okhttp3.")
        || type.getName().equals("okhttp3.MultipartBody")
        || type.getClassLoader() != Request.class.getClassLoader()) {
      return false;
    }
    try {
      return body.contentLength() >= 0
          && (ONE_SHOT == null || !(boolean) ONE_SHOT.invokeExact(body));
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  private static RuntimeException unchecked(Throwable thrown) {
    if (thrown instanceof Error) {
      throw (Error) thrown;
    }
    return thrown instanceof RuntimeException
        ? (RuntimeException) thrown
        : new IllegalStateException(thrown);
  }
}
