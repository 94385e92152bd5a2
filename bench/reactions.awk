# Reads "event request complete flush" in seconds and prints a row of milliseconds: median, 95 % and maximum of each
# distance. The flush is a part of the time from the request to the file.
{
    decided[NR] = ($2 - $1) * 1000; written[NR] = ($3 - $2) * 1000; flush[NR] = $4 * 1000
    all[NR] = ($3 - $1) * 1000; rest[NR] = all[NR] - flush[NR]
}
function row(list,    middle) {
    middle = median(list, NR)
    return sprintf("%.0f, %.0f, %.0f", middle, list[int(NR * 0.95 + 0.999)], list[NR])
}
END {
    printf "| %s | %d | %s | %s | %s | %s | %s |\n", name, NR, row(decided), row(written), row(flush), row(all), row(rest)
}
