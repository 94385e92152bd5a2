# Reads "alone recorded" in milliseconds and prints one row: medians and maxima, and of the difference within a pair.
{ alone[NR] = $1; recorded[NR] = $2; delay[NR] = $2 - $1 }
END {
    printf "| %s | %s | %d | %.0f, ", runtime, mode, NR, median(alone, NR)
    printf "%.0f | %.0f, ", alone[NR], median(recorded, NR)
    printf "%.0f | %.0f, ", recorded[NR], median(delay, NR)
    printf "%.0f |\n", delay[NR]
}
