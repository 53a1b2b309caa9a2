// A web server for many health checks: says "up" to every request at every address of this machine.
//
//   cc -O2 -o endpoint endpoint.c
//   endpoint PORT
//
// Reached over the loopback device only. Closes each connection after its reply.
//
// Copyright the Understudy authors. Licensed under the Apache License, Version 2.0.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

static const char REPLY[] =
    "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: close\r\n\r\nup\n";

int main(int argc, char **argv) {
  if (argc < 2) {
    fprintf(stderr, "usage: endpoint PORT\n");
    return 2;
  }
  signal(SIGPIPE, SIG_IGN);
  int server = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), one = 1;
  setsockopt(server, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(argv[1]))};
  if (setsockopt(server, SOL_SOCKET, SO_BINDTODEVICE, "lo", 3) ||
      bind(server, (struct sockaddr *)&at, sizeof at) || listen(server, 4096)) {
    perror("endpoint");
    return 1;
  }
  int poll = epoll_create1(0);
  struct epoll_event event = {.events = EPOLLIN, .data.fd = server};
  epoll_ctl(poll, EPOLL_CTL_ADD, server, &event);
  for (;;) {
    struct epoll_event ready[64];
    int n = epoll_wait(poll, ready, 64, -1);
    for (int i = 0; i < n; i++) {
      int fd = ready[i].data.fd;
      if (fd == server) {
        while ((fd = accept4(server, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
          event.data.fd = fd;
          epoll_ctl(poll, EPOLL_CTL_ADD, fd, &event);
        }
        continue;
      }
      char request[4096];
      ssize_t length = read(fd, request, sizeof request);
      if (length > 0 && write(fd, REPLY, sizeof REPLY - 1) > 0) shutdown(fd, SHUT_WR);
      close(fd);
    }
  }
}
