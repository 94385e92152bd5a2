using System.Globalization;

namespace Contrail.Processes;

/// <summary>
/// Reads what is mapped into a process. What cannot be read is empty, never an exception. Thread-safe.
/// </summary>
internal static class ProcMappings
{
    /// <summary>The kernel's limit of mappings is 65,530 by default; beyond that we believe nothing.</summary>
    public const int MaxLines = 1 << 20;

    /// <summary>What is mapped, a line each, as it is read; none if that cannot be read.</summary>
    /// <param name="path">The file <c>maps</c> of the process.</param>
    public static IReadOnlyList<string> Lines(string path)
    {
        try
        {
            return [.. File.ReadLines(path).Take(MaxLines)];
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>How much code a runtime has made while it ran: the executable part of its own memory file.</summary>
    /// <param name="path">The file <c>maps</c> of the process.</param>
    public static long CompiledCodeBytes(string path) => Lines(path)
        .Where(line => line.Contains("/memfd:doublemapper", StringComparison.Ordinal)
            && line.Contains(" r-x", StringComparison.Ordinal))
        .Sum(MappedBytes);

    private static long MappedBytes(string mapping)
    {
        string[] ends = mapping.Split(' ', 2)[0].Split('-', 2);
        return ends.Length == 2
            && long.TryParse(ends[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out long start)
            && long.TryParse(ends[1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out long end)
            && end > start
            ? end - start
            : 0;
    }
}
