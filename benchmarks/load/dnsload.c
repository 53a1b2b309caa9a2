// Asks a nameserver questions over UDP as fast as it answers them, and prints one JSON line.
//
//   cc -O2 -o dnsload dnsload.c
//   dnsload ADDRESS PORT PATTERN COUNT SECONDS [edns] [RATE]
//
// PATTERN is a name with one %u, such as h%u.example.com, or @FILE, which holds a name a line; the
// names asked for are those with numbers, or on lines, below COUNT, in a scattered order, each for
// its A records. One thread keeps 192 questions under way over 8 sockets: an answer makes room for
// the next question. With RATE it asks so many questions a second instead. A question without an
// answer after a second counts as lost.
//
// Copyright the Understudy authors. Licensed under the Apache License, Version 2.0.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

enum { SOCKETS = 8, WINDOW = 24, BATCH = 32, QUESTION_MAX = 128, ANSWER_MAX = 4096 };

typedef struct {
  int fd;
  int asked[WINDOW];          // serial number of the question in each slot, or -1
  uint64_t since[WINDOW];     // when it was asked, in ns
  unsigned serial;
} Socket;

typedef struct {
  unsigned char octets[QUESTION_MAX];
  int length;
} Question;

static Socket sockets[SOCKETS];
static Question *questions;
static uint64_t delays[40 * 16];  // a histogram: 16 steps per doubling of ns
static uint64_t answers, lost, stray, rcodes[16], sections, octets;
static uint64_t next_question, count;
static uint64_t start, asked;
static double rate;  // questions per ns, or 0

static uint64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static int delay_index(uint64_t ns) {
  if (ns < 16) return (int)ns;
  int doublings = 63 - __builtin_clzll(ns);
  int index = (doublings - 3) * 16 + (int)((ns >> (doublings - 4)) & 15);
  return index < 40 * 16 ? index : 40 * 16 - 1;
}

static double delay_of(int index) {
  if (index < 16) return index;
  int doublings = index / 16 + 3;
  return (double)((16ull + (unsigned)(index & 15)) << (doublings - 4));
}

static double percentile(double share) {
  uint64_t seen = 0;
  for (int i = 0; i < 40 * 16; i++) {
    seen += delays[i];
    if ((double)seen >= share * (double)answers) return delay_of(i) / 1000;
  }
  return 0;
}

static void write_question(Question *q, const char *name, int edns) {
  unsigned char *at = q->octets + 12;
  memset(q->octets, 0, 12);
  q->octets[5] = 1;
  while (*name) {
    size_t label = strcspn(name, ".");
    *at++ = (unsigned char)label;
    memcpy(at, name, label);
    at += label;
    name += label + (name[label] == '.');
  }
  static const unsigned char end[] = {0, 0, 1, 0, 1};
  memcpy(at, end, sizeof end);
  at += sizeof end;
  if (edns) {
    static const unsigned char opt[] = {0, 0, 41, 0x04, 0xD0, 0, 0, 0, 0, 0, 0};
    memcpy(at, opt, sizeof opt);
    at += sizeof opt;
    q->octets[11] = 1;
  }
  q->length = (int)(at - q->octets);
}

static void ask(Socket *s) {
  static unsigned char sent[BATCH][QUESTION_MAX];
  static struct iovec vectors[BATCH];
  static struct mmsghdr headers[BATCH];
  int n = 0;
  uint64_t t = now();
  int64_t due = rate > 0 ? (int64_t)((double)(t - start) * rate) - (int64_t)asked : BATCH;
  if (due > BATCH) due = BATCH;
  for (int slot = 0; slot < WINDOW && n < due; slot++) {
    if (s->asked[slot] >= 0) continue;
    Question *q = &questions[next_question];
    next_question = (next_question + 7919) % count;
    unsigned serial = s->serial++ % 2048;
    memcpy(sent[n], q->octets, (size_t)q->length);
    unsigned id = serial << 5 | (unsigned)slot;
    sent[n][0] = (unsigned char)(id >> 8);
    sent[n][1] = (unsigned char)id;
    s->asked[slot] = (int)serial;
    s->since[slot] = t;
    vectors[n] = (struct iovec){sent[n], (size_t)q->length};
    headers[n].msg_hdr.msg_iov = &vectors[n];
    headers[n].msg_hdr.msg_iovlen = 1;
    n++;
  }
  asked += (uint64_t)n;
  for (int from = 0; from < n;) {
    int k = sendmmsg(s->fd, headers + from, (unsigned)(n - from), 0);
    if (k > 0) from += k;
  }
}

static int hear(Socket *s) {
  static unsigned char heard[BATCH][ANSWER_MAX];
  static struct iovec vectors[BATCH];
  static struct mmsghdr headers[BATCH];
  for (int i = 0; i < BATCH; i++) {
    vectors[i] = (struct iovec){heard[i], ANSWER_MAX};
    headers[i].msg_hdr.msg_iov = &vectors[i];
    headers[i].msg_hdr.msg_iovlen = 1;
  }
  int n = recvmmsg(s->fd, headers, BATCH, MSG_DONTWAIT, NULL);
  uint64_t t = now();
  for (int i = 0; i < n; i++) {
    unsigned char *m = heard[i];
    unsigned id = (unsigned)m[0] << 8 | m[1];
    int slot = (int)(id & 31);
    if (headers[i].msg_len < 12 || slot >= WINDOW || s->asked[slot] != (int)(id >> 5)) {
      stray++;
      continue;
    }
    delays[delay_index(t - s->since[slot])]++;
    s->asked[slot] = -1;
    answers++;
    rcodes[m[3] & 15]++;
    sections += (unsigned)(m[6] << 8 | m[7]);
    octets += headers[i].msg_len;
  }
  return n;
}

static int forget_lost(Socket *s, uint64_t t, uint64_t after) {
  int waiting = 0;
  for (int slot = 0; slot < WINDOW; slot++) {
    if (s->asked[slot] < 0) continue;
    if (t > s->since[slot] + after) {
      s->asked[slot] = -1;
      lost++;
    } else {
      waiting++;
    }
  }
  return waiting;
}

int main(int argc, char **argv) {
  if (argc < 6) {
    fprintf(stderr, "usage: dnsload ADDRESS PORT PATTERN COUNT SECONDS [edns] [RATE]\n");
    return 2;
  }
  count = strtoull(argv[4], NULL, 10);
  double seconds = atof(argv[5]);
  questions = calloc(count, sizeof *questions);
  int edns = argc > 6 && !strcmp(argv[6], "edns");
  if (argc > 6 + edns) rate = atof(argv[6 + edns]) / 1e9;
  FILE *names = argv[3][0] == '@' ? fopen(argv[3] + 1, "r") : NULL;
  for (uint64_t i = 0; i < count; i++) {
    char name[256];
    if (names) {
      if (!fgets(name, sizeof name, names)) return 2;
      name[strcspn(name, "\n")] = 0;
    } else {
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
      snprintf(name, sizeof name, argv[3], (unsigned)i);
    }
    if (strlen(name) > QUESTION_MAX - 32) return 2;
    write_question(&questions[i], name, edns);
  }
  struct sockaddr_in server = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(argv[2]))};
  inet_pton(AF_INET, argv[1], &server.sin_addr);
  struct pollfd polls[SOCKETS];
  for (int i = 0; i < SOCKETS; i++) {
    Socket *s = &sockets[i];
    int size = 4 << 20;
    s->fd = socket(AF_INET, SOCK_DGRAM, 0);
    setsockopt(s->fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
    if (connect(s->fd, (struct sockaddr *)&server, sizeof server)) {
      perror("connect");
      return 1;
    }
    for (int slot = 0; slot < WINDOW; slot++) s->asked[slot] = -1;
    polls[i] = (struct pollfd){.fd = s->fd, .events = POLLIN};
  }
  start = now();
  uint64_t end = start + (uint64_t)(seconds * 1e9), swept = start, t;
  while ((t = now()) < end) {
    int heard = 0;
    for (int i = 0; i < SOCKETS; i++) {
      ask(&sockets[i]);
      heard += hear(&sockets[i]) > 0;
    }
    if (t - swept > 100000000u) {
      swept = t;
      for (int i = 0; i < SOCKETS; i++) forget_lost(&sockets[i], t, 1000000000u);
    }
    if (!heard && rate == 0) poll(polls, SOCKETS, 5);
  }
  double elapsed = (double)(now() - start) / 1e9;
  for (int waiting = 1; waiting && now() < end + 300000000u;) {
    waiting = 0;
    for (int i = 0; i < SOCKETS; i++) {
      hear(&sockets[i]);
      waiting += forget_lost(&sockets[i], 0, 0);
    }
  }
  for (int i = 0; i < SOCKETS; i++) forget_lost(&sockets[i], UINT64_MAX, 0);
  printf("{\"answers\":%lu,\"lost\":%lu,\"stray\":%lu,\"seconds\":%.3f,\"per_second\":%.0f,"
         "\"noerror\":%lu,\"nxdomain\":%lu,\"other\":%lu,\"records\":%lu,\"octets\":%.1f,"
         "\"p50_us\":%.1f,\"p99_us\":%.1f,\"p999_us\":%.1f,\"max_us\":%.1f}\n",
         answers, lost, stray, elapsed, (double)answers / elapsed, rcodes[0], rcodes[3],
         answers - rcodes[0] - rcodes[3], sections,
         answers ? (double)octets / (double)answers : 0, percentile(0.5), percentile(0.99),
         percentile(0.999), percentile(1));
  return 0;
}
