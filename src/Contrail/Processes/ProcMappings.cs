using System.Globalization;
using System.Text;

namespace Contrail.Processes;

/// <summary>
/// Reads what is mapped into a process, with limits of bytes and lines: the process controls how much that is. What
/// cannot be read is empty, never an exception. Thread-safe.
/// </summary>
internal static class ProcMappings
{
    /// <summary>The kernel's limit of mappings is 65,530 by default; beyond that we believe nothing.</summary>
    public const int MaxLines = 1 << 20;

    /// <summary>A service has hundreds of ranges with code.</summary>
    public const int MaxCodeLines = 4_096;

    /// <summary>About those of 65,530 mappings; the kernel writes them in some tenths of a second.</summary>
    private const long MaxBytes = 8 << 20;

    /// <summary>A path of 512 bytes, and what is before it. Mappings with longer paths are left out.</summary>
    private const int MaxLineBytes = 512 + 80;

    /// <summary>No runtime makes a TiB of code; the sum of all lines stays within a number.</summary>
    private const long MaxRangeBytes = 1L << 40;

    private static ReadOnlySpan<byte> DoubleMapped => "/memfd:doublemapper"u8;

    /// <summary>The ranges with code, a line each, at most <see cref="MaxCodeLines"/>, as they are read.</summary>
    /// <param name="path">The file <c>maps</c> of the process.</param>
    public static IReadOnlyList<string> CodeLines(string path)
    {
        List<string> found = [];
        using BoundedLines lines = new(path, MaxBytes, MaxLineBytes);
        while (found.Count < MaxCodeLines && lines.TryRead(out ReadOnlySpan<byte> line))
        {
            if (IsCode(line))
            {
                found.Add(Encoding.UTF8.GetString(line));
            }
        }

        return found;
    }

    /// <summary>How much code a runtime has made while it ran: the executable part of its own memory file.</summary>
    /// <param name="path">The file <c>maps</c> of the process.</param>
    public static long CompiledCodeBytes(string path)
    {
        long totalBytes = 0;
        using BoundedLines lines = new(path, MaxBytes, MaxLineBytes);
        while (lines.TryRead(out ReadOnlySpan<byte> line))
        {
            totalBytes += IsCode(line) && line.IndexOf(DoubleMapped) >= 0 ? MappedBytes(line) : 0;
        }

        return totalBytes;
    }

    // Addresses, then the permissions: r-xp.
    private static bool IsCode(ReadOnlySpan<byte> line) =>
        line.IndexOf((byte)' ') is > 0 and int space && line.Length > space + 4 && line[space + 3] == (byte)'x';

    private static long MappedBytes(ReadOnlySpan<byte> line)
    {
        int dash = line.IndexOf((byte)'-');
        int space = line.IndexOf((byte)' ');
        return dash > 0 && space > dash
            && long.TryParse(line[..dash], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out long start)
            && long.TryParse(
                line[(dash + 1)..space], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out long end)
            && start >= 0 && end > start
            ? Math.Min(end - start, MaxRangeBytes)
            : 0;
    }
}
