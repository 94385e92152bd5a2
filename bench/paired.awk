# Reads "round arm ticks own began ended" and prints the table: medians, and the mean ratio to the first arm within a round
# with its 95 % interval (Student's t on the logarithms: a ratio has no preferred direction). An unknown own is "-".
{
    micros[$2, $1] = $3 / hz * 1e6 / requests
    own[$2, $1] = $4 == "-" ? "-" : $4 / hz * 1000 / ($6 - $5)
    rounds = $1 + 1 > rounds ? $1 + 1 : rounds
}
END {
    label["none"] = "no recorder"
    label["inside"] = "the library in process, default profile"
    label["contrail"] = "`contrail record --pid`, default profile"
    label["plain"] = "`contrail record --pid`, without samples and figures of the operating system"
    label["cpu"] = "`contrail record --pid`, profile cpu (199 Hz)"
    label["eventpipe"] = "`contrail record --pid`, profile cpu-eventpipe"
    label["requests"] = "`contrail record --pid`, profile requests"
    label["burst"] = "`contrail record --pid --cpu-burst`, during a burst"
    label["off-cpu"] = "the same with `--off-cpu`"
    label["trace"] = "`dotnet-trace collect`"
    label["figures"] = "`contrail record --pid`, without samples"
    label["samples"] = "`contrail record --pid`, samples at 49 Hz, without figures"
    label["fast"] = "`contrail record --pid`, samples at 199 Hz, without figures"
    label["hz0"] = "no samples"
    label["hz49"] = "samples at 49 Hz"
    label["hz199"] = "samples at 199 Hz"
    count = split(listed, arms, " ")
    base = arms[1]
    print "| recorder | CPU µs a request (median) | relative to " label[base] ", 95 % interval | verdict | recorder's own CPU, ms/s |"
    print "|---|---:|---:|---|---:|"
    for (a = 1; a <= count; a++) {
        arm = arms[a]; sum = 0; squares = 0
        for (r = 0; r < rounds; r++) {
            values[r + 1] = micros[arm, r]; owns[r + 1] = own[arm, r]
            ratio = log(micros[arm, r] / micros[base, r]); sum += ratio; squares += ratio * ratio
        }
        spent = arm == "none" || arm == "inside" || owns[1] == "-" ? "" : sprintf("%.1f", median(owns, rounds))
        if (arm == base) { printf "| %s | %.1f | | | %s |\n", label[arm], median(values, rounds), spent; continue }
        mean = sum / rounds
        half = quantile(rounds - 1) * sqrt((squares - rounds * mean * mean) / (rounds - 1) / rounds)
        low = (exp(mean - half) - 1) * 100; high = (exp(mean + half) - 1) * 100
        verdict = low > 0 ? "costs" : high < 0 ? "less than without: noise" : "inconclusive: contains 0"
        printf "| %s | %.1f | %+.1f %% (%+.1f … %+.1f) | %s | %s |\n", label[arm], median(values, rounds), \
            (exp(mean) - 1) * 100, low, high, verdict, spent
    }
}
