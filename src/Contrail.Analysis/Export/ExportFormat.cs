namespace Contrail.Analysis.Export;

/// <summary>A format into which files are converted.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Description">What opens it.</param>
/// <param name="Extension">The end of the name of a file of this format.</param>
/// <param name="Create">Begins a conversion that writes to a stream; null for a format that needs a path.</param>
internal sealed record ExportFormat(
    string Name, string Description, string Extension, Func<Stream, ExportOptions, IExport>? Create)
{
    /// <summary>
    /// Begins a conversion into a file or a folder of its own, at a path where nothing is; null for a stream.
    /// </summary>
    public Func<string, ExportOptions, IExport>? CreateAt { get; init; }

    /// <summary>Which kinds of stacks it has.</summary>
    public ExportStacks Stacks { get; init; } = ExportStacks.None;

    /// <summary>Whether several files are on one timeline, so that each must contain the time of day.</summary>
    public bool IsTimeline { get; init; }

    /// <summary>Whether it is a folder of files with the extension of the format.</summary>
    public bool IsFolder { get; init; }

    /// <summary>What to do with the output, for people; <c>{0}</c> is its path.</summary>
    public string Next { get; init; } = "";
}
