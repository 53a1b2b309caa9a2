// The floor: returns every datagram with QR set and does nothing else, by recvmmsg and sendmmsg in
// batches of 64, on one thread. What a nameserver costs above this is its own doing.
//
//   cc -O2 -o echo echo.c
//   echo ADDRESS PORT
//
// Copyright the Understudy authors. Licensed under the Apache License, Version 2.0.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

enum { BATCH = 64, MESSAGE_MAX = 1536 };

int main(int argc, char **argv) {
  if (argc < 3) {
    fprintf(stderr, "usage: echo ADDRESS PORT\n");
    return 2;
  }
  int fd = socket(AF_INET, SOCK_DGRAM, 0), size = 4 << 20;
  setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
  setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
  struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(argv[2]))};
  inet_pton(AF_INET, argv[1], &here.sin_addr);
  if (bind(fd, (struct sockaddr *)&here, sizeof here)) {
    perror("bind");
    return 1;
  }
  static unsigned char messages[BATCH][MESSAGE_MAX];
  static struct sockaddr_in clients[BATCH];
  static struct iovec vectors[BATCH];
  static struct mmsghdr headers[BATCH];
  for (;;) {
    for (int i = 0; i < BATCH; i++) {
      vectors[i] = (struct iovec){messages[i], MESSAGE_MAX};
      headers[i].msg_hdr = (struct msghdr){.msg_name = &clients[i],
                                           .msg_namelen = sizeof clients[i],
                                           .msg_iov = &vectors[i],
                                           .msg_iovlen = 1};
    }
    int n = recvmmsg(fd, headers, BATCH, MSG_WAITFORONE, NULL);
    for (int i = 0; i < n; i++) {
      messages[i][2] |= 0x80;
      vectors[i].iov_len = headers[i].msg_len;
    }
    for (int from = 0; from < n;) {
      int k = sendmmsg(fd, headers + from, (unsigned)(n - from), 0);
      from += k > 0 ? k : 1;
    }
  }
}
