namespace Contrail.Analysis.Export;

/// <summary>A file that is converted.</summary>
/// <param name="Name">Its name for people, without its folder.</param>
internal sealed record ExportedFile(string Name)
{
    /// <summary>How many files are converted together.</summary>
    public int FileCount { get; init; } = 1;

    /// <summary>
    /// The earliest start of several files on the wall clock. Relative times of a format refer to it, so that the files
    /// are on one timeline; null for one file, which refers to its own start.
    /// </summary>
    public DateTime? OriginUtc { get; init; }

    /// <summary>
    /// What its process is called: its name, and that of the file where there are several; without a name, the file.
    /// </summary>
    public string TitleOf(ProcessFacts process) =>
        process.Name.Length == 0 ? Name
        : FileCount > 1 && process.Name != Name ? $"{process.Name} ({Name})"
        : process.Name;
}
