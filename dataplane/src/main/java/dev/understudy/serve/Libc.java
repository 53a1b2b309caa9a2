package dev.understudy.serve;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Locale;

/**
 * The system calls of a UDP socket, for one thread. Each returns what the call returned, or the
 * negative error number: -11 for EAGAIN.
 *
 * <p>Pointers are passed as plain numbers: the callers own the memory for as long as they call, and
 * a number needs no liveness check per call. The numbers below are those of Linux on x86-64, 64-bit
 * ARM and RISC-V, which share them.
 */
final class Libc {

  static final int EPERM = 1;
  static final int EINTR = 4;
  static final int EAGAIN = 11;
  static final int EACCES = 13;
  static final int EADDRINUSE = 98;
  static final int EADDRNOTAVAIL = 99;
  static final int ECONNREFUSED = 111;

  static final int AF_INET = 2;
  static final int AF_INET6 = 10;
  static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
  static final int MSG_DONTWAIT = 0x40;
  static final int MSG_WAITFORONE = 0x10000;
  static final int SHUT_RD = 0;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final VarHandle ERRNO =
      Linker.Option.captureStateLayout().varHandle(PathElement.groupElement("errno"));

  private static final MethodHandle SOCKET = call("socket", JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle BIND = call("bind", JAVA_INT, JAVA_LONG, JAVA_INT);
  private static final MethodHandle SETSOCKOPT =
      call("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);
  private static final MethodHandle SHUTDOWN = call("shutdown", JAVA_INT, JAVA_INT);
  private static final MethodHandle CLOSE = call("close", JAVA_INT);
  private static final MethodHandle RECVMMSG =
      call("recvmmsg", JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG);
  private static final MethodHandle SENDMMSG =
      call("sendmmsg", JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT);

  private final MemorySegment captured;

  /** For use by one thread, for as long as {@code arena} lives. */
  Libc(Arena arena) {
    captured = arena.allocate(Linker.Option.captureStateLayout());
  }

  /** Whether this system has these calls, with the layouts and numbers written here. */
  static boolean usable() {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String processor = System.getProperty("os.arch", "");
    if (!system.equals("linux")
        || !(processor.equals("amd64")
            || processor.equals("aarch64")
            || processor.equals("riscv64"))) {
      return false;
    }
    try (Arena arena = Arena.ofConfined()) {
      return new Libc(arena).close(-1) < 0;
    } catch (LinkageError | RuntimeException e) {
      return false; // no native access, or a C library without these functions
    }
  }

  int socket(int family, int type, int protocol) {
    try {
      return result((int) SOCKET.invokeExact(captured, family, type, protocol));
    } catch (Throwable e) {
      throw neverThrown(e);
    }
  }

  int bind(int socket, MemorySegment address) {
    try {
      return result(
          (int) BIND.invokeExact(captured, socket, address.address(), (int) address.byteSize()));
    } catch (Throwable e) {
      throw neverThrown(e);
    }
  }

  int setsockopt(int socket, int level, int option, MemorySegment value) {
    try {
      return result(
          (int)
              SETSOCKOPT.invokeExact(
                  captured, socket, level, option, value.address(), (int) value.byteSize()));
    } catch (Throwable e) {
      throw neverThrown(e);
    }
  }

  int shutdown(int socket, int how) {
    try {
      return result((int) SHUTDOWN.invokeExact(captured, socket, how));
    } catch (Throwable e) {
      throw neverThrown(e);
    }
  }

  int close(int socket) {
    try {
      return result((int) CLOSE.invokeExact(captured, socket));
    } catch (Throwable e) {
      throw neverThrown(e);
    }
  }

  int recvmmsg(int socket, long headers, int count, int flags) {
    try {
      return result((int) RECVMMSG.invokeExact(captured, socket, headers, count, flags, 0L));
    } catch (Throwable e) {
      throw neverThrown(e);
    }
  }

  int sendmmsg(int socket, long headers, int count, int flags) {
    try {
      return result((int) SENDMMSG.invokeExact(captured, socket, headers, count, flags));
    } catch (Throwable e) {
      throw neverThrown(e);
    }
  }

  private int result(int returned) {
    return returned >= 0 ? returned : -(int) ERRNO.get(captured, 0L);
  }

  private static IllegalStateException neverThrown(Throwable e) {
    return new IllegalStateException("a system call threw", e);
  }

  // Calling C is the purpose of this class; the launcher grants it with --enable-native-access.
  @SuppressWarnings("restricted")
  private static MethodHandle call(String name, java.lang.foreign.MemoryLayout... arguments) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name),
        FunctionDescriptor.of(JAVA_INT, arguments),
        Linker.Option.captureCallState("errno"));
  }
}
