using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>How long units of work of some kinds took. Not safe for concurrent use.</summary>
internal sealed class SpansView(params SpanKind[] kinds) : ViewBase, IView
{
    /// <summary>Number of different names with targets that are counted; further ones are left out.</summary>
    public const int MaxGroups = 10_000;

    /// <summary>The name of the table of names with targets.</summary>
    public const string GroupsName = SpanGroupTable.Name;

    /// <summary>The name of the table of failures.</summary>
    public const string FailuresName = "failures";

    private const int MaxLongest = 100;
    private const string Profile = "--profile requests";
    private const string ActivityIds = "System.Threading.Tasks.TplEventSource:0x80:4";
    private const string SqlRecording =
        "--providers Microsoft.Data.SqlClient.EventSource:0x1:4, for Entity Framework Core --providers "
        + "Microsoft-Extensions-Logging:0x4:4, or --profile requests for a client with activities";

    private static readonly TableDescription Longest = new(
        "longest", "Longest",
        new ViewColumn("start", "start", ViewUnit.Time),
        new ViewColumn("duration", "duration", ViewUnit.Duration),
        new ViewColumn("queued", "queued", ViewUnit.Duration),
        new ViewColumn("calls", "in calls", ViewUnit.Duration),
        new ViewColumn("status", "status", ViewUnit.Text),
        new ViewColumn("name", "name", ViewUnit.Text),
        new ViewColumn("target", "target", ViewUnit.Text),
        new ViewColumn("traceId", "trace id", ViewUnit.Text),
        new ViewColumn("spanId", "span id", ViewUnit.Text));

    private static readonly TableDescription Statuses = new(
        FailuresName, "Failures by status",
        new ViewColumn("count", "count", ViewUnit.Count),
        new ViewColumn("p50", "p50", ViewUnit.Duration),
        new ViewColumn("status", "status", ViewUnit.Text),
        new ViewColumn("name", "name", ViewUnit.Text),
        new ViewColumn("target", "target", ViewUnit.Text));

    private readonly BoundedGroups<(string Name, string Target), SpanGroup> _groups = new(MaxGroups);
    private readonly BoundedGroups<(string Status, string Name, string Target), SpanGroup> _failures = new(MaxGroups);
    private readonly LongestItems<Span> _longest = new(MaxLongest);
    private readonly CallSpans _calls = new();
    private readonly HostCalls _hosts = new();
    private readonly FailedCalls _failedCalls = new();
    private readonly TraceRoutes _routes = new();
    private bool _hasRounded;
    private long _unpairedCount;
    private bool _hasAccepts;

    /// <summary>Requests that the process handles.</summary>
    public static ViewDescription Requests { get; } = Describe(
        "requests", "How long did requests take by route, and which were the slowest?",
        "Microsoft.AspNetCore.Hosting:0x0:4", SpanKind.Request);

    /// <summary>Calls that the process sends.</summary>
    public static ViewDescription HttpClient { get; } = Describe(
        "http-client", "How long did calls to other services take, and did they wait for a connection?",
        "System.Net.Http:0x0:4", SpanKind.HttpClient);

    /// <summary>Lookups and handshakes.</summary>
    public static ViewDescription DnsTls { get; } = Describe(
        "dns-tls", "How long did name lookups and TLS handshakes take?",
        "System.Net.NameResolution:0x0:4,System.Net.Security:0x0:4", SpanKind.Dns, SpanKind.Tls);

    /// <summary>Commands to databases.</summary>
    public static ViewDescription Sql { get; } = Describe(
        "sql", "How long did commands to databases take?", "", SpanKind.Sql) with
    {
        Subjects = ModelNeeds.DatabaseCommands,
        Recording = SqlRecording,
    };

    /// <summary>Connections.</summary>
    public static ViewDescription Sockets { get; } = Describe(
        "sockets", "How long did it take to open connections, and which failed?",
        "System.Net.Sockets:0x0:4", SpanKind.Connect, SpanKind.Accept);

    /// <summary>Other activities.</summary>
    public static ViewDescription Activities { get; } = Describe(
        "activities", "How long did the application's other activities take?", "", SpanKind.Activity);

    /// <inheritdoc/>
    public override ModelNeeds Needs =>
        kinds.Contains(SpanKind.Sql) ? ModelNeeds.Spans | ModelNeeds.Stacks : ModelNeeds.Spans;

    /// <inheritdoc/>
    public void Add(in Span span)
    {
        if (!kinds.Contains(span.Kind))
        {
            AddOther(span);
            return;
        }

        _hasRounded |= span.DurationUnit > 0;
        _hasAccepts |= span.Kind == SpanKind.Accept;
        string pattern = TargetPattern.Of(span.Target);
        _groups.Find((span.Name, pattern))?.Add(span);
        if (span.Kind == SpanKind.HttpClient)
        {
            _hosts.Add(span);
        }

        if (span.Kind == SpanKind.Request)
        {
            _failedCalls.AddRequest(span);
        }

        if (span.IsFailed)
        {
            _failures.Find((span.Status, span.Name, pattern))?.Add(span);
        }

        // The duration of an accept is the wait for the next client: it measures nothing of the process.
        if (span.Kind != SpanKind.Accept)
        {
            _longest.Add(span, span.Range.Nanoseconds);
        }
    }

    /// <inheritdoc/>
    public void OnUnpaired(ModelNeeds kind) => _unpairedCount += kind == ModelNeeds.Spans ? 1 : 0;

    /// <inheritdoc/>
    public override ViewResult Conclude()
    {
        SpanGroupTable table = SpanGroupTable.For(kinds);
        ViewTable groups = new ViewTable(table.Description).AddAll(
            _groups.All.OrderByDescending(pair => pair.Value.Times.Total),
            pair => table.Row(
                pair.Key.Name, Known(pair.Key.Target), pair.Value, PerSecond(pair.Value.Count), _routes, Stacks));
        ViewTable longest = new(Longest) { OmittedCount = _longest.OmittedCount };
        foreach (Span span in _longest.LongestFirst)
        {
            longest.Add(
                span.Range.Start,
                span.Range.Nanoseconds >= span.DurationUnit ? span.Range.Nanoseconds : default(ViewValue),
                span.QueuedNanoseconds, _calls.Within(span),
                span.Range.IsOpenAtEnd ? "not ended" : Known(span.Status), span.Name, Known(span.Target),
                Known(span.TraceId), Known(span.SpanId));
        }

        ViewTable failures = new(Statuses);
        failures.AddAll(
            _failures.All.OrderByDescending(pair => pair.Value.Count)
                .ThenBy(pair => pair.Key.ToString(), StringComparer.Ordinal),
            pair =>
            [
                pair.Value.Count, pair.Value.Known(pair.Value.Times.Percentile(0.5)), Known(pair.Key.Status),
                pair.Key.Name, Known(pair.Key.Target),
            ]);
        return new ViewResult([groups, longest, failures, .. OtherTables()])
        {
            Notes = [.. _groups.Notes("spans"), .. AcceptNotes(), .. RoundedNotes(), .. UnpairedNotes()],
        };
    }

    // The profile refuses .NET 8, which cannot leave out stacks.
    private static ViewDescription Describe(
        string name, string question, string providers, params SpanKind[] kinds) => new(
        name, question, ModelNeeds.Spans,
        [
            SpanGroupTable.For(kinds).Description, Longest, Statuses,
            .. kinds switch
            {
                [SpanKind.HttpClient] => [HostCalls.Table],
                [SpanKind.Request] => [FailedCalls.Table],
                _ => (TableDescription[])[],
            },
        ],
        _ => new SpansView(kinds))
        {
            Recording = providers.Length > 0
            ? $"{Profile}, or on .NET 8: --providers {providers},{ActivityIds}"
            : Profile,
        };

    private void AddOther(in Span span)
    {
        _calls.Add(span);
        if (kinds is [SpanKind.Request])
        {
            _failedCalls.AddCall(span);
        }
        else if (kinds is [SpanKind.HttpClient or SpanKind.Sql])
        {
            _routes.Add(span);
        }
    }

    private ViewTable[] OtherTables() => kinds switch
    {
        [SpanKind.HttpClient] => [_hosts.Conclude(_routes)],
        [SpanKind.Request] => [_failedCalls.Conclude()],
        _ => [],
    };

    private IEnumerable<string> AcceptNotes()
    {
        if (_hasAccepts)
        {
            yield return "accept has no durations: it lasts until the next client connects.";
        }
    }

    private IEnumerable<string> RoundedNotes()
    {
        if (_hasRounded)
        {
            yield return "Entity Framework Core logs durations in whole milliseconds: a shorter one is unknown, and "
                + "adds nothing to a total.";
        }
    }

    private IEnumerable<string> UnpairedNotes()
    {
        if (_unpairedCount > 0)
        {
            yield return $"{_unpairedCount} starts or ends of requests, calls or activities are not listed because "
                + "the file does not contain the other: it occurred before the recording, is lost, or has no activity "
                + $"id (ids require --providers {ActivityIds}).";
        }
    }
}
