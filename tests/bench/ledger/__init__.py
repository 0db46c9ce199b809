"""How fast the ledger is, beside what it could be held against: python -m tests.bench.ledger

Every side in one run, turn about, on both databases: the function called raw, TPC-B, django-hordak and beancount (from
a folder of their own), a naive transfer, bare rows. Ratios are what counts: a rate says as much about the machine.
Members have limits that refuse; every entry has its id, running balances and digest. Times are printed, never asserted.

29 November 2026, two cores that a dozen other programs wanted at once, so that whatever is done one at a time waits its
turn on every way between two processes: rates say little, ratios more, processors' time most. Four rounds of 150,
batches of 2,000, 4,000 loaded, PostgreSQL 15, no peers:

    687 times a second 8 kB are flushed; load 5.8 on 2 cores
    post, of the function called raw              >= 0.80           1.09  (213 / 196 a second)
      in the action's transaction                 >= 0.60           1.08  (212 / 196 a second)
      synchronous_commit off                      >= 0.50           0.81  (302 / 371 a second)
      off, in the action's transaction                              0.63  (234 / 371 a second)
      this process works for                      <= 120 us         393 us; 158 us for the raw call
    post, of TPC-B, 1 client                      >= 2              0.79  (213 / 271 a second)
      synchronous_commit off                                        0.35  (302 / 868 a second)
      the function alone, 1 client                >= 2              0.63  (170 / 271 a second)
      the function alone, 8 clients               >= 1.5            0.57  (344 / 604 a second)
    post, of a naive transfer                     >= 5              4.29  (213 / 50 a second)
    SQLite: post, of a raw transaction            >= 0.60           0.78  (241 / 307 a second)
      of PostgreSQL's post                        >= 1              1.13  (241 / 213 a second)
    PostgreSQL: post_many, of a loop              >= 2.3            7.42  (2,657 / 358 a second)
      of bare rows                                >= 0.85           0.44  (2,657 / 6,049 a second)
    SQLite: post_many, of a loop                                    3.93  (2,680 / 682 a second)
      of bare rows                                                  0.56  (2,680 / 4,813 a second)
    PostgreSQL: load and verify 4,000             <= 40 s for 10^6  2.1 s and 1.5 s, 1,884 a second
      seal                                                          19,152 entries a second
      verify, all together                                          32,384 postings a second
        adding again                              >= 1.5 M          93,868 postings a second
        hashing again                             >= 0.5 M          90,121 entries a second
      balance, p95 at 48,400 postings             <= 1 ms           7.73 ms
      statement of 50 lines, p95                  <= 1 ms           31.16 ms
    SQLite: load and verify 4,000                 <= 40 s for 10^6  1.7 s and 2.1 s, 2,371 a second
      seal                                                          15,833 entries a second
      verify, all together                                          20,756 postings a second
      balance, p95 at 43,600 postings             <= 1 ms           0.09 ms
      statement of 50 lines, p95                  <= 1 ms           9.18 ms

What one entry costs is told by processors' time: a busy machine doubles it, where it makes the clock's tenfold. On
PostgreSQL the server works 580 to 950 us for it (by `ledger_post_one`; 950 to 1,600 by `ledger_post` in the same
runs). TPC-B takes the server 310 to 480: its new row has no index. Ours, within a transaction: moving the balances
under their locks 110 to 170, postings and entry with their eight indexes 140, their triggers 90 to 180; and at the
end of it the deferred foreign key 50 to 90. So here a `post` is more work than all of TPC-B, and its one way there
and back gains only where such a way costs more than this socket's. This process works for one, called again and
again, 211 us: checks, draft and digest 56, spelling the values 37, the prepared call 118, of which 88 in the driver.
Those 88 are 104 to 158 in the runs above, so that 120 is held by the driver. A new cursor for each call had cost 40
more, and Django's wrapping of it 50: 378 against 271 in the best of nine rounds, 607 against 335 in the middle one.

On SQLite `post` works 850 to 1,100 us, a raw transaction 380 to 460: reading what it is judged by costs 75,
`transaction.atomic` 60 more than BEGIN and COMMIT, Django's turning of `%s` into `?` in four statements some 50.

At 1,000,000 postings, under a load of 6: 500,000 loaded in 286 s, sealed in 33, proved in 30. A statement of 50 lines
asks PostgreSQL for its lines, 0.33 ms, and for what the other sides are called, 0.57 ms, both planned in 0.75; each
line is looked up once, and each name by itself. Joined in one, it had read every account first and each line twice,
1.8 to 8.1 ms, planned in 1.0, and 1.95 ms of this process instead of 1.2. What is left is planning, which Django asks
for anew.

What holds `verify`: two `sha256` of ready bytes for each of 513,000 entries take one process of this PostgreSQL 2.5
to 3.3 s, 0.15 to 0.2 M entries a second before anything is read or spelt. Spelling the heads costs 0.4 to 0.7 s more,
the sides put together in order 2.0, reading all rows 0.5: 5.3 to 7.6 s together. Sides looked up entry by entry, so
that processes could share them, took 8 to 15 s against 8 to 10; to find first and put in order afterwards, as the
sums are, 5.6 to 11 against 5.3 to 7.6. Adding up is three passes, of 1.5 to 3 s (sums of each entry), 1.3 to 2.2
(running balances) and 0.7 to 1.3 (accounts), and one that looks for what stands astray, 1.9 to 3.2. The blocks again
take 5.4 to 9.6 s, 1.4 of them Python's. Ten million postings were not loaded.
"""
