using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;
using Contrail.Tool.Arguments;
using Contrail.Tool.Text;

namespace Contrail.Tool.Files;

/// <summary>A page about a file, chosen by name: its summary, or a view that needs no further options.</summary>
internal sealed class FileReport
{
    /// <summary>The name of the summary, which is not a view.</summary>
    private const string SummaryName = "summary";

    private readonly ViewDescription? _view;

    private FileReport(ViewDescription? view)
    {
        _view = view;
    }

    /// <summary>The names of all pages.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [SummaryName, .. ViewCatalog.All.Where(view => WhyNot(view) is null).Select(view => view.Name)];

    /// <summary>The words after <c>contrail</c> that print the page, before the file.</summary>
    public string Command => _view is null ? SummaryName : $"view {_view.Name}";

    /// <summary>Finds a page; null if none has this name, or if its view needs more than a name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="problem">Why there is none; empty otherwise.</param>
    public static FileReport? Find(string name, out string problem)
    {
        problem = "";
        if (name == SummaryName)
        {
            return new FileReport(null);
        }

        ViewDescription? view = ViewCatalog.Find(name);
        problem = view is null ? ViewName.Unknown(name, Names) : WhyNot(view) ?? "";
        return problem.Length == 0 ? new FileReport(view) : null;
    }

    /// <summary>Writes the page of a file; returns the exit code.</summary>
    public int Write(string path, PageOutput to, CancellationToken cancellationToken) => _view is null
        ? SummaryFile.Write(path, json: false, to, cancellationToken)
        : ViewFile.Write(
            InputFile.At(path),
            new FaultOutput(to.Error),
            _view,
            new ViewOptions { MaxRows = ViewForm.Default.MaxRows },
            answer => ViewPage.Write(to.Console, answer, ViewForm.Default),
            cancellationToken);

    private static string? WhyNot(ViewDescription view)
    {
        try
        {
            _ = view.Create(ViewOptions.Default);
            return null;
        }
        catch (ArgumentException invalid)
        {
            return $"{ViewName.Reason(invalid)} Run contrail view {view.Name} on the snapshot.";
        }
    }
}
