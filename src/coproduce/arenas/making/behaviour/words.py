"""What made-up people design, build, find to mend and show each other."""

from coproduce.community.exchange.behaviour import Thing, Ways

WAYS = Ways(
    things=(
        Thing("For the community", "Six stools for the hall", "I turn legs and cut seats for the hall"),
        Thing("For the community", "Somebody to show me the lathe", "I show people how the lathe works"),
        Thing("For the community", "A ramp for the surgery's back door", "I build ramps and rails"),
        Thing("For the community", "Lamps for the winter market", "I solder, and show how"),
    ),
    thanks=("Thank you. It stands.", "Thank you for showing me.", "I made the next one myself.", "It fits!"),
    rarer=3,
)

#: What is designed, one after another: the licence of each suits all it is made of.
DESIGNS = (
    {"name": "Stool", "licence": "CERN-OHL-P-2.0", "words": "Turn three legs, and let them into the seat.",
     "parts": "leg; 3; turning; ash; 400 x 40 x 40; 20; 350 g; cost 1.20\n"
              "seat; 1; sawing; ash; 320 x 320 x 30; 15; 1200 g; cost 3.00\nscrew; 6; ; ; ; ; 4 g; cost 0.10"},
    {"name": "Wheel", "licence": "CERN-OHL-S-2.0", "words": "Lace the spokes crosswise, then true it.",
     "parts": "rim; 1; bending; steel; ; 30; 900 g; cost 8.00\nspoke; 36; ; ; ; ; 6 g; cost 0.20\n"
              "bolt; 6; ; ; ; ; 4 g; cost 0.10\nputting together; 1; assembly; ; ; 45"},
    {"name": "Trailer", "licence": "CERN-OHL-S-2.0", "words": "Weld the frame on a flat floor. The wheels come last.",
     "parts": "Wheel; 2; ; ; ; ; version ^1\nframe; 1; welding; steel; 1500 x 700 x 200; 120; 9000 g; cost 24.00\n"
              "bolt; 24; ; ; ; ; 4 g; cost 0.10"},
    {"name": "Market lamp", "licence": "CERN-OHL-P-2.0", "words": "Solder the board first, and try it.",
     "parts": "shade; 1; filament printing; PLA; 120 x 120 x 160; 240; 90 g; cost 1.80\n"
              "board; 1; soldering; ; ; 30; 20 g; cost 4.50\nlamp; 1; ; ; ; ; 15 g; cost 2.00"},
    {"name": "Door ramp", "licence": "CC-BY-SA-4.0", "words": "Measure the step. One in twelve is steep enough.",
     "parts": "board; 4; sawing; pine; 1200 x 200 x 30; 10; 2400 g; cost 6.00\nscrew; 24; ; ; ; ; 4 g; cost 0.10"},
    {"name": "Apron", "licence": "CC0-1.0", "words": "Cut on the fold, and hem the sides before the top.",
     "parts": "cloth; 1; sewing; cotton; ; 60; 250 g; cost 3.50\ntape; 2; ; ; ; ; 5 g; cost 0.30"},
)  # fmt: skip

#: What people can make with.
MACHINES = (
    {"name": "Lathe", "does": "turning", "materials": "ash, oak", "size": "900 x 300 x 300", "tolerance": "0.5"},
    {"name": "Band saw", "does": "sawing", "materials": "ash, pine, oak", "size": "1500 x 400 x 150"},
    {"name": "Sewing machine", "does": "sewing", "materials": "cotton, canvas"},
    {"name": "Printer", "does": "fff", "materials": "PLA, PETG", "size": "200 x 200 x 180", "tolerance": "0.2"},
    {"name": "Welder", "does": "welding", "materials": "steel", "size": "2000 x 1500 x 1500"},
    {"name": "Soldering iron", "does": "soldering"},
    {"name": "Pipe bender", "does": "bending", "materials": "steel"},
    {"name": "Bench", "does": "assembly"},
)  # fmt: skip

FORKS = ("for children", "that folds", "for wet ground", "in steel", "for a bicycle", "twice as wide")

WENT = (
    "It stands, and holds two.", "The second one took half as long.", "My daughter cut the seat.",
    "I had to look up the drawing twice.", "It is in use every day.", "Three of us built it on a Saturday.",
)  # fmt: skip

BROKE = (
    ("The legs wobble on a stone floor.", "Cut all legs to one length at the end."),
    ("The screws split the wood.", "Drill before you put a screw in."),
    ("It rusts where it was welded.", "Paint it within a day of welding."),
    ("The seam gave at the corner.", "Sew the corners twice."),
)
