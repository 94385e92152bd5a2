using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Findings.Rules;

/// <summary>Requests or calls that are judged together, and those of them that failed. Immutable; safe from any thread.
/// </summary>
/// <param name="Name">What they have in common: their name and target, or only a part of it.</param>
/// <param name="Failures">The failures of each status, name and target, the most first.</param>
/// <param name="All">All of them, by name and target.</param>
internal sealed record FailureGroup(string Name, ExaminedRow[] Failures, ExaminedRow[] All)
{
    /// <summary>More hosts than these are one finding.</summary>
    private const int MaxHosts = 5;

    /// <summary>More routes or addresses than these are one finding.</summary>
    private const int MaxTargets = 12;

    /// <summary>How many failed.</summary>
    public double Failed { get; } = Failures.Sum(row => row.Number("count"));

    /// <summary>How many there are.</summary>
    public double Count { get; } = All.Sum(row => row.Number("count"));

    /// <summary>The hosts of the failures, with their ports, that with the most first.</summary>
    public IReadOnlyList<string> Hosts =>
    [
        .. Failures.GroupBy(row => HostCalls.HostOf(row.Text("target")))
            .OrderByDescending(rows => rows.Sum(row => row.Number("count")))
            .Select(rows => rows.Key).Where(host => host.Length > 0),
    ];

    /// <summary>Whether the name is a plural.</summary>
    public bool IsPlural { get; private init; }

    /// <summary>The names and targets of the failures, that with the most first.</summary>
    public IReadOnlyList<string> Targets =>
    [
        .. Failures.GroupBy(SpanRows.NameOf).OrderByDescending(rows => rows.Sum(row => row.Number("count")))
            .Select(rows => rows.Key),
    ];

    /// <summary>The hosts, if there are several, or the names and targets, that with the most failures first.</summary>
    public IReadOnlyList<string> Worst => Hosts.Count > 1 ? Hosts : Targets;

    /// <summary>
    /// Requests of which many failed: of one route, or else of all paths below a first one. So are more routes than a
    /// person reads about.
    /// </summary>
    public static IEnumerable<FailureGroup> OfRequests(ExaminedTrace trace)
    {
        FailureGroup[] groups = [.. Many(trace, SpansView.Requests, SpanRows.NameOf, PathOf)];
        return groups.Length > MaxTargets
            ? [Merged(groups) with { Name = $"Requests of {groups.Length} routes", IsPlural = true }]
            : groups;
    }

    /// <summary>
    /// Calls of which many failed: to one address, or else to one host, or else to many hosts. So is what fails at more
    /// hosts than a person reads about.
    /// </summary>
    public static IEnumerable<FailureGroup> OfCalls(ExaminedTrace trace)
    {
        FailureGroup[] groups = [.. Many(trace, SpansView.HttpClient, SpanRows.NameOf, HostOf, _ => "")];
        FailureGroup merged = Merged(groups);
        return merged.Hosts.Count > MaxHosts || groups.Length > MaxTargets
            ? [Named(merged)]
            : groups.Select(group => group.Name.Length > 0 ? group : Named(group));
    }

    private static FailureGroup Merged(FailureGroup[] groups) => new(
        "", [.. groups.SelectMany(group => group.Failures).OrderByDescending(row => row.Number("count"))],
        [.. groups.SelectMany(group => group.All)]);

    private static FailureGroup Named(FailureGroup group) => group with
    {
        Name = "Calls to " + (group.Hosts is [var host] ? host : ViewText.Counted(group.Hosts.Count, "host")),
        IsPlural = true,
    };

    // Those that are too few at one level are judged at the next one, with all that are left there.
    private static IEnumerable<FailureGroup> Many(
        ExaminedTrace trace, ViewDescription view, params Func<ExaminedRow, string>[] levels)
    {
        ExaminedRow[] failures =
        [
            .. trace.Rows(view, SpansView.FailuresName)
                .Where(row => !FailureRule.IsClientError(row.Text("status"))),
        ];
        ExaminedRow[] all = [.. SpanRows.Groups(trace, view)];
        foreach (Func<ExaminedRow, string> level in levels)
        {
            ILookup<string, ExaminedRow> whole = all.ToLookup(level);
            FailureGroup[] many =
            [
                .. failures.GroupBy(level)
                    .Select(rows => new FailureGroup(rows.Key, [.. rows], [.. whole[rows.Key]]))
                    .Where(group => FailureRule.AreMany(group.Failed, group.Count)),
            ];
            foreach (FailureGroup group in many)
            {
                yield return group;
            }

            HashSet<string> found = [.. many.Select(group => group.Name)];
            failures = [.. failures.Where(row => !found.Contains(level(row)))];
            all = [.. all.Where(row => !found.Contains(level(row)))];
        }
    }

    private static string HostOf(ExaminedRow row)
    {
        string target = row.Text("target");
        string host = HostCalls.HostOf(target);
        int end = target.IndexOf(host, StringComparison.Ordinal) + host.Length;
        return host.Length > 0 ? $"{row.Text("name")} {target[..end]}/*" : SpanRows.NameOf(row);
    }

    // A path such as /products/red-shoes, where the route is unknown.
    private static string PathOf(ExaminedRow row)
    {
        string target = row.Text("target");
        if (!target.StartsWith('/'))
        {
            return SpanRows.NameOf(row);
        }

        int end = target.IndexOf('/', 1);
        return $"{row.Text("name")} {(end < 0 ? "" : target[..end])}/*";
    }
}
