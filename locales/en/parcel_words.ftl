## Words that staff write for the statuses of parcels, and the names of columns in their files; with commas between

parcel-words-pending = expected, pending, waiting, awaited
parcel-words-in-transit = on its way, on the way, in transit, shipped, sent, under way
parcel-words-delivered = arrived, delivered, in stock, at the shop
parcel-words-issued = issued, handed over, given out, picked up
parcel-words-cancelled = cancelled, canceled
parcel-words-column-number = number, tracking number, tracking, track, parcel, parcel number, track number
parcel-words-column-status = status, new status, current status, state
parcel-words-kilogram = kg, kgs, kilo, kilos, kilogram, kilograms
parcel-words-gram = g, gr, gram, grams
parcel-words-piece = pc, pcs, piece, pieces
