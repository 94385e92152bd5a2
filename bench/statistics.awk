# What the measuring scripts' tables share: awk -f bench/statistics.awk -f TABLE.

# Student's t for 95 %, two-sided.
function quantile(df,    t) {
    split("12.71 4.30 3.18 2.78 2.57 2.45 2.36 2.31 2.26 2.23 2.20 2.18 2.16 2.14 2.13 2.12 2.11 2.10 2.09 2.09", t, " ")
    return df <= 20 ? t[df] : 2.09 - 0.13 * (1 - 20 / df)
}
function median(list, n,    i, j, swap) {
    for (i = 2; i <= n; i++) {
        for (j = i; j > 1 && list[j - 1] > list[j]; j--) { swap = list[j]; list[j] = list[j - 1]; list[j - 1] = swap }
    }
    return n % 2 ? list[(n + 1) / 2] : (list[n / 2] + list[n / 2 + 1]) / 2
}
