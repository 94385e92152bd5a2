using System.Globalization;

namespace Contrail.Analysis.Views.Tables;

/// <summary>Formats the numbers in the sentences of views, as pages format them in tables.</summary>
internal static class ViewText
{
    /// <summary>A duration: "12.3 ms".</summary>
    public static string Duration(double nanoseconds) => nanoseconds switch
    {
        < 1e6 => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / 1e3:0} µs"),
        < 1e9 => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / 1e6:0.#} ms"),
        < 120e9 => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / 1e9:0.0} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / 60e9:0.0} min"),
    };

    /// <summary>A part of a whole: "12.3 %".</summary>
    public static string Percent(double part) => string.Create(CultureInfo.InvariantCulture, $"{100 * part:0.0} %");

    /// <summary>A size: "12.3 MiB".</summary>
    public static string Bytes(double bytes) => bytes switch
    {
        < 1 << 10 => string.Create(CultureInfo.InvariantCulture, $"{bytes:0} B"),
        < 1 << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1 << 10):0.#} KiB"),
        < 1 << 30 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1 << 20):0.#} MiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1 << 30):0.#} GiB"),
    };

    /// <summary>A count with what is counted: "1 wait", "1,234 waits".</summary>
    public static string Counted(double count, string what) => $"{Count(count)} {what}{(count == 1 ? "" : "s")}";

    /// <summary>A count with separators: "1,234".</summary>
    public static string Count(double count) => count.ToString("#,0", CultureInfo.InvariantCulture);
}
