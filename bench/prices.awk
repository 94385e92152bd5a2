# Reads "round arm operation count micros events" and prints a row for each operation: what one takes, and by how much
# more when it is recorded: the mean difference within a round, 95 % interval; and the events it makes.
{
    micros[$3, $2, $1] = $5 / $4
    if ($2 == "contrail") { events[$3, $1] = $6 / $4 }
    rounds = $1 + 1 > rounds ? $1 + 1 : rounds
}
END {
    label["nothing"] = "10 µs of arithmetic: the noise"
    label["exceptions"] = "an exception, ten calls deep"
    label["contentions"] = "a contended lock"
    label["waits"] = "two threads that wait for each other's events: two waits"
    label["workItems"] = "a work item of the pool"
    label["threads"] = "a thread, started and ended"
    label["collections"] = "a collection of generation 0"
    label["allocations"] = "a MiB of small objects, and its collections"
    label["crowd"] = "an exception on one of 1,000 threads"
    print "| operation | µs alone (median) | more µs when recorded, 95 % interval | events |"
    print "|---|---:|---:|---:|"
    count = split(operations, order, " ")
    for (o = 1; o <= count; o++) {
        operation = order[o]; sum = 0; squares = 0
        for (r = 0; r < rounds; r++) {
            alone[r + 1] = micros[operation, "none", r]
            made[r + 1] = events[operation, r]
            more = micros[operation, "contrail", r] - alone[r + 1]; sum += more; squares += more * more
        }
        mean = sum / rounds
        half = quantile(rounds - 1) * sqrt((squares - rounds * mean * mean) / (rounds - 1) / rounds)
        printf "| %s | %.1f | %+.1f (%+.1f … %+.1f) | %.1f |\n", label[operation], median(alone, rounds), \
            mean, mean - half, mean + half, median(made, rounds)
    }
}
