using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Findings.Rules;

/// <summary>The calls to one target or to one host, and how long they take. Immutable; safe from any thread.</summary>
internal sealed class SlowCalls
{
    private readonly ExaminedRow[] _rows;
    private readonly string _median;
    private readonly string _most;
    private readonly string _what;

    private SlowCalls(ExaminedRow[] rows, string target, string what, string median, string most)
    {
        _rows = rows;
        _what = what;
        _median = median;
        _most = most;
        Target = target;
    }

    /// <summary>The address, or the host with its port.</summary>
    public string Target { get; }

    /// <summary>Their number.</summary>
    public double Count => _rows.Sum(row => row.Number("count"));

    /// <summary>
    /// The median in nanoseconds, without the wait for a connection. Of calls that had not ended, that may be unknown:
    /// then the whole duration is what is known.
    /// </summary>
    public double Median => _rows[0].Number(_median);

    /// <summary>The time of all, without their wait for a connection.</summary>
    public double Service => _rows.Sum(row => row.Number("total") - row.Number("queued"));

    /// <summary>How long requests had one of them in progress; null if it is unknown to which they belong.</summary>
    public double? InRequests =>
        _rows.Any(row => row.IsKnown("inRequests")) ? _rows.Sum(row => row.Number("inRequests")) : null;

    /// <summary>A sentence about how long they take.</summary>
    public string Headline => $"{_what} slow: a call takes {ViewText.Duration(Median)} (median), "
        + $"{ViewText.Duration(_rows[0].Number(_most))} (95 %){WaitText}.";

    /// <summary>The figures of it.</summary>
    public IEnumerable<Evidence> Figures =>
    [
        .. _rows.Where(row => row.IsKnown("inRequests"))
            .Select(row => row.Evidence("inRequests", $"requests had one of the {NamedOf(row)} in progress")),
        .. _rows.Select(row => row.Evidence("total", $"the time of all {NamedOf(row)}")),
        .. _rows.Where(row => row.IsKnown("queued"))
            .Select(row => row.Evidence("queued", $"{NamedOf(row)} waited for a connection")),
        _rows[0].Evidence(_median, "of a call, the median"),
        _rows[0].Evidence(_most, "95 % of the calls do not take longer"),
        .. _rows.Select(row => row.Evidence("count", NamedOf(row))),
    ];

    private bool IsWaitKnown => _rows[0].IsKnown(_median) && _median != "p50";

    private string WaitText =>
        !IsWaitKnown ? " until the end of the window, a wait for a connection included"
        : _rows.Any(row => row.Number("queued") > 0) ? " without the wait for a connection"
        : "";

    /// <summary>The calls to a target, of which the method of some may be unknown.</summary>
    public static SlowCalls OfTarget(ExaminedRow[] rows)
    {
        string start = rows[0].IsKnown("serviceP50") ? "serviceP" : "p";
        return new(rows, rows[0].Text("target"), $"{SpanRows.NameOf(rows[0])} is", $"{start}50", $"{start}95");
    }

    /// <summary>The calls to a host that have ended, those with an answer for how long one takes.</summary>
    public static SlowCalls OfHost(ExaminedRow row) =>
        new([row], row.Text("host"), $"Calls to {row.Text("host")} are", "answeredP50", "answeredP95");

    private string NamedOf(ExaminedRow row) =>
        _median.StartsWith("answered", StringComparison.Ordinal) ? "calls to this host"
            : $"calls named {row.Text("name")}";
}
