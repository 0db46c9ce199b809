"""How fast the ledger is, beside what it could be held against: python -m tests.bench.ledger

Every side in one run, turn about, on both databases: the function called raw, TPC-B, django-hordak and beancount (from
a folder of their own), a naive transfer, bare rows. Ratios are what counts: a rate says as much about the machine.
Members have limits that refuse; every entry has its id, running balances and digest. Times are printed, never asserted.

28 November 2026, two cores that nine other programs wanted at once, so that whatever is done one at a time waits its
turn on every way between two processes. One entry by itself; three rounds of 100:

    504 times a second 8 kB are flushed; load 8.0 on 2 cores
    post, of the function called raw              >= 0.80           0.92  (79 / 86 a second)
      in the action's transaction                 >= 0.60           0.66  (57 / 86 a second)
      synchronous_commit off                      >= 0.50           1.21  (135 / 111 a second)
      off, in the action's transaction                              0.74  (82 / 111 a second)
      this process works for                      <= 120 us         868 us; 383 us for the raw call
    post, of TPC-B, 1 client                      >= 2              0.29  (79 / 274 a second)
      synchronous_commit off                                        0.22  (135 / 617 a second)
      the function alone, 1 client                >= 2              0.38  (103 / 274 a second)
      the function alone, 8 clients               >= 1.5            0.86  (239 / 276 a second)
    post, of django-hordak                        >= 3              1.24  (79 / 63 a second)
    post, of a naive transfer                     >= 5              2.84  (79 / 28 a second)
    SQLite: post, of a raw transaction            >= 0.60           0.52  (133 / 258 a second)
      of PostgreSQL's post                        >= 1              1.69  (133 / 79 a second)

Many, two rounds of 150, batches of 4,000, 8,000 loaded, at a load of 8.3:

    PostgreSQL: post_many, of a loop              >= 2.3            8.38  (1,909 / 228 a second)
      of bare rows                                >= 0.85           0.59  (1,909 / 3,216 a second)
    SQLite: post_many, of a loop                                    2.98  (1,509 / 505 a second)
      of bare rows                                                  0.42  (1,509 / 3,625 a second)
    PostgreSQL: load and verify 8,000             <= 40 s for 10^6  3.9 s and 2.0 s, 2,043 a second
      load, of beancount's                        >= 6              1.02  (2,043 / 2,002 a second)
      verify, all together                                          26,174 postings a second
      balance, p95 at 52,200 postings             <= 1 ms           3.31 ms
      statement of 50 lines, p95                  <= 1 ms           43.94 ms
    SQLite: load and verify 8,000                 <= 40 s for 10^6  1.9 s and 1.6 s, 4,245 a second
      load, of beancount's                        >= 6              2.12  (4,245 / 2,002 a second)
      verify, all together                                          31,033 postings a second
      balance, p95 at 49,800 postings             <= 1 ms           0.05 ms
      statement of 50 lines, p95                  <= 1 ms           4.71 ms

What one entry costs is told by processors' time: a busy machine doubles it, where it makes the clock's tenfold. On
PostgreSQL the server works 580 to 950 us for it (by `ledger_post_one`; 950 to 1,600 by `ledger_post` in the same runs),
and this process 350 to 580, of which 120 to 210 in the driver. TPC-B takes the server 310 to 480: its new row has no
index. Ours, within a transaction: moving the balances under their locks 110 to 170, postings and entry with their eight
indexes 140, their triggers 90 to 180; and at the end of it the deferred foreign key 50 to 90. So here a `post` is more
work than all of TPC-B, and its one way there and back gains only where such a way costs more than this socket's.
On SQLite `post` works 600 to 1,300 us, a raw transaction 320 to 520: reading what it is judged by costs 75,
`transaction.atomic` 60 more than BEGIN and COMMIT. The sizes of the goals, 10^6 loaded and 10^7 postings, were not run.
"""
