using Contrail.Analysis;
using Contrail.Processes;
using Contrail.Tool.Files;

namespace Contrail.Tool.Mcp;

/// <summary>The trace files of one folder. No other file is opened. Safe from any thread.</summary>
/// <param name="path">The folder.</param>
internal sealed class TraceFolder(string path)
{
    /// <summary>More than any usual memory limit of a recording.</summary>
    private const long MaxFileBytes = 1L << 30;
    private const int MaxDepth = 3;
    private const int MaxFound = 100_000;
    private const int MaxExamined = 5_000;
    private const int MaxListed = 100;

    private static readonly string[] Suffixes = [".nettrace", ".trace"];

    private readonly string _path = Path.GetFullPath(path);

    /// <summary>A file of the folder. It is opened, and refused, when it is read.</summary>
    /// <param name="untrustedName">Its path in the folder.</param>
    public InputFile File(string untrustedName) =>
        new(untrustedName, name => ConfinedFolder.Open(_path, name, MaxFileBytes));

    /// <summary>The trace files, the newest first, also of inner folders.</summary>
    /// <param name="omittedCount">The number of other trace files, as far as the folder was searched.</param>
    public IReadOnlyList<ListedFile> List(out long omittedCount)
    {
        EnumerationOptions options = new()
        {
            RecurseSubdirectories = true,
            MaxRecursionDepth = MaxDepth,
            AttributesToSkip = FileAttributes.ReparsePoint,
            IgnoreInaccessible = true,
        };
        ListedFile[] found = [.. new DirectoryInfo(_path).EnumerateFiles("*", options)
            .Take(MaxFound)
            .OrderByDescending(file => file.LastWriteTimeUtc)
            .Take(MaxExamined)
            .Select(Examine)
            .OfType<ListedFile>()
            .OrderByDescending(file => file.ModifiedUtc)
            .ThenBy(file => file.Name, StringComparer.Ordinal)];
        omittedCount = Math.Max(0, found.Length - MaxListed);
        return found[..Math.Min(found.Length, MaxListed)];
    }

    private ListedFile? Examine(FileInfo file)
    {
        try
        {
            string name = Path.GetRelativePath(_path, file.FullName);
            string? format = FormatOf(name);
            return format is not null || Suffixes.Any(end => name.EndsWith(end, StringComparison.Ordinal))
                ? new ListedFile(name, format, file.Length, file.LastWriteTimeUtc)
                : null;
        }
        catch (Exception vanished) when (vanished is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private string? FormatOf(string name)
    {
        byte[] prefix = new byte[TraceAnalysis.PrefixBytes];
        using FileStream stream = File(name).Open();
        return TraceAnalysis.NameOf(prefix.AsSpan(0, stream.ReadAtLeast(prefix, prefix.Length, false)));
    }
}
