using System.Text.Json;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;
using Contrail.Tool.Arguments;
using Contrail.Tool.Files;
using Contrail.Tool.Json;
using Contrail.Tool.Text;

namespace Contrail.Tool.Mcp;

/// <summary>
/// The tools over the files of one folder: what the commands of the same names write as JSON, within limits. Source
/// lines are left out, because they are in other files. Safe from any thread.
/// </summary>
internal sealed class TraceTools
{
    private const string File = "file";
    private const string Other = "other";
    private const string Incident = "incident";
    private const string View = "view";
    private const string Name = "name";
    private const string Filter = "filter";
    private const string Table = "table";
    private const string RowCount = "rows";
    private const string SkipCount = "skip";
    private const string Method = "method";
    private const string Of = "of";
    private const string Events = "events";
    private const int DefaultRows = 20;
    private const int MaxRows = 1_000;

    private static readonly ToolParameter FileParameter =
        new(File, "A file of list_files.") { IsRequired = true };

    private static readonly ToolParameter FilterParameter = new(
        Filter, "Use only the records that match, for example: thread = 12 and time in -5s..-2s");

    private static readonly ToolParameter RowsParameter = new(RowCount, $"Rows of each table. Default: {DefaultRows}.")
    {
        Integers = (1, MaxRows),
    };

    private readonly TraceFolder _folder;

    /// <param name="folder">The folder.</param>
    public TraceTools(TraceFolder folder)
    {
        _folder = folder;
        All =
        [
            new TraceTool("list_files", "Lists the trace files of the folder, the newest first.", [], List),
            new TraceTool(
                "findings",
                "Reports what was wrong in the recorded program, where, how sure that is, with the ids of the "
                    + "evidence, and what was not recorded. Call it first.",
                [FileParameter],
                Findings),
            new TraceTool(
                "summary",
                "Summarizes the events of a file, with its losses and its manifest.",
                [FileParameter],
                Summary),
            new TraceTool(
                "list_views", "Lists the views: the question that each answers, and its tables.", [], ListViews),
            new TraceTool(
                View,
                "Answers one question about a file: locks, waits, exceptions, requests, collections and more.",
                ViewParameters(),
                AnswerView),
            new TraceTool(
                "compare",
                "Ranks what differs between an incident and the time before it, in one file or between two.",
                CompareParameters(),
                Compare),
            new TraceTool(
                Events,
                "Lists the events of a file in the order of time, with their fields.",
                EventsParameters(),
                (arguments, cancellationToken) => Answer(ViewCatalog.Find(Events)!, arguments, cancellationToken)),
        ];
    }

    /// <summary>All tools.</summary>
    public IReadOnlyList<TraceTool> All { get; }

    /// <summary>Answers a call.</summary>
    /// <param name="name">The tool.</param>
    /// <param name="untrusted">The arguments; null for none.</param>
    /// <param name="cancellationToken">Ends the reading of a file early.</param>
    public ToolAnswer Call(
        string name, IEnumerable<KeyValuePair<string, JsonElement>>? untrusted, CancellationToken cancellationToken)
    {
        if (All.FirstOrDefault(one => one.Name == name) is not { } tool)
        {
            string known = string.Join(", ", All.Select(one => one.Name));
            return ToolAnswer.Failed($"Unknown tool {UsageFault.Quoted(name)}. The tools are: {known}.");
        }

        return ToolArguments.Read(tool, untrusted, out string problem) is { } arguments
            ? tool.Answer(arguments, cancellationToken)
            : ToolAnswer.Failed(problem);
    }

    private static IReadOnlyList<ToolParameter> ViewParameters() =>
    [
        new ToolParameter(Name, "A view of list_views.") { IsRequired = true },
        FileParameter,
        FilterParameter,
        RowsParameter,
        new ToolParameter(Table, "Only this table of the view."),
        new ToolParameter(Method, "For the view callers: a part of the name of the method."),
        new ToolParameter(Of, "For the views stacks, call-tree and callers: samples, waits, exceptions, allocations, "
            + "contention; of Go also blocking, syscalls, scheduling."),
    ];

    private static IReadOnlyList<ToolParameter> CompareParameters() =>
    [
        FileParameter,
        new ToolParameter(Other, "The file to compare with the first one, which is the usual one."),
        new ToolParameter(
            Incident, "The incident: -3s.. is the last 3 seconds. Default: the range that differs most."),
    ];

    private static IReadOnlyList<ToolParameter> EventsParameters() =>
    [
        FileParameter,
        FilterParameter,
        new ToolParameter(SkipCount, "Leave out this number of events. Default: 0.") { Integers = (0, long.MaxValue) },
        RowsParameter,
    ];

    private static ToolAnswer ListViews(ToolArguments arguments, CancellationToken cancellationToken) =>
        new(BoundedJson.Of(ViewJson.Names(ViewCatalog.All)), "", IsError: false);

    // Collects what a command would write.
    private static ToolAnswer Read(Func<FaultOutput, Action<string>, int> read)
    {
        using StringWriter error = new() { NewLine = "\n" };
        string? document = null;
        int code = read(new FaultOutput(error), text => document = text);
        return new ToolAnswer(document, error.ToString().TrimEnd(), code != ExitCodes.Done);
    }

    private ToolAnswer List(ToolArguments arguments, CancellationToken cancellationToken)
    {
        IReadOnlyList<ListedFile> files = _folder.List(out long omittedCount);
        return new ToolAnswer(BoundedJson.Of(FilesJson.Of(files, omittedCount)), "", IsError: false);
    }

    private ToolAnswer Findings(ToolArguments arguments, CancellationToken cancellationToken) => Read(
        (faults, write) => FindingsFile.Read(
            _folder.File(arguments.Required(File)),
            faults,
            report => write(BoundedJson.Of(FindingsJson.Of(report, lines: null))),
            cancellationToken));

    private ToolAnswer Summary(ToolArguments arguments, CancellationToken cancellationToken) => Read(
        (faults, write) => SummaryFile.Read(
            _folder.File(arguments.Required(File)),
            faults,
            (summary, _) => write(BoundedJson.Of(SummaryJson.Of(summary))),
            (summary, manifest, _) => write(BoundedJson.Of(GoSummaryJson.Of(summary, manifest))),
            cancellationToken));

    private ToolAnswer Compare(ToolArguments arguments, CancellationToken cancellationToken)
    {
        string? text = arguments.Text(Incident);
        IncidentRange? incident = text is null ? null : IncidentRange.Parse(text);
        return text is not null && incident is null
            ? ToolAnswer.Failed(IncidentRange.Fault(text))
            : Read((faults, write) => ComparedFiles.Read(
                _folder.File(arguments.Required(File)),
                arguments.Text(Other) is { } other ? _folder.File(other) : null,
                incident,
                faults,
                found => write(BoundedJson.Of(DifferencesJson.Document(found.Change, found.IsTooShort))),
                cancellationToken));
    }

    private ToolAnswer AnswerView(ToolArguments arguments, CancellationToken cancellationToken)
    {
        string name = arguments.Required(Name);
        return ViewCatalog.Find(name) is { } view
            ? Answer(view, arguments, cancellationToken)
            : ToolAnswer.Failed(ViewName.Unknown(name, ViewCatalog.All.Select(one => one.Name)));
    }

    private ToolAnswer Answer(ViewDescription view, ToolArguments arguments, CancellationToken cancellationToken)
    {
        int rows = (int)(arguments.Integer(RowCount) ?? DefaultRows);
        string? table = arguments.Text(Table);
        ViewOptions chosen = new() { Method = arguments.Text(Method), Of = arguments.Text(Of), MaxRows = rows };
        if (ViewChoice.Fault(view, table, chosen) is { } fault)
        {
            return ToolAnswer.Failed(NumberFormat.OneLine(fault));
        }

        return Read((faults, write) =>
            ViewChoice.Of(view, chosen, arguments.Integer(SkipCount), arguments.Text(Filter), faults.Error)
                is { } options
                ? ViewFile.Write(
                    _folder.File(arguments.Required(File)),
                    faults,
                    view,
                    options,
                    answer => write(BoundedJson.Of(ViewJson.Of(
                        (table is null ? answer : answer.WithTable(table)) with { Lines = null }, rows))),
                    cancellationToken)
                : ExitCodes.Usage);
    }
}
