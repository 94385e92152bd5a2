using System.Globalization;

namespace Contrail.Machine.Names;

/// <summary>A range of addresses of a process with code, as a line of <c>/proc/PID/maps</c> describes it.</summary>
/// <param name="Start">The first address.</param>
/// <param name="End">The address after the last.</param>
/// <param name="Offset">The offset in the file of the first address.</param>
/// <param name="Path">The file, or what the kernel calls the memory; empty for memory without a name.</param>
internal readonly record struct MappedCode(ulong Start, ulong End, ulong Offset, string Path)
{
    // Addresses, permissions, offset, device, inode; the path is the rest of the line.
    private const int PermissionsIndex = 1;
    private const int OffsetIndex = 2;
    private const int FieldCount = 5;

    /// <summary>Whether it is in a file that can be opened.</summary>
    public bool IsFile =>
        Path.StartsWith('/') && !IsMemoryFile && !Path.EndsWith(" (deleted)", StringComparison.Ordinal);

    private bool IsMemoryFile => Path.StartsWith("/memfd:", StringComparison.Ordinal);

    /// <summary>Reads a line; false for memory without code, and for what is no such line.</summary>
    public static bool TryParse(ReadOnlySpan<char> untrusted, out MappedCode mapped)
    {
        mapped = default;
        Span<Range> fields = stackalloc Range[FieldCount + 1];
        int count = untrusted.Split(fields, ' ', StringSplitOptions.RemoveEmptyEntries);
        if (count < FieldCount || !untrusted[fields[PermissionsIndex]].Contains('x'))
        {
            return false;
        }

        ReadOnlySpan<char> range = untrusted[fields[0]];
        int dash = range.IndexOf('-');
        bool isRead = dash > 0
            & TryHex(dash > 0 ? range[..dash] : [], out ulong start)
            & TryHex(dash > 0 ? range[(dash + 1)..] : [], out ulong end)
            & TryHex(untrusted[fields[OffsetIndex]], out ulong offset);
        string path = count > FieldCount ? untrusted[fields[FieldCount]].Trim().ToString() : "";
        mapped = new MappedCode(start, end, offset, path);
        return isRead && end > start;
    }

    private static bool TryHex(ReadOnlySpan<char> text, out ulong value) =>
        ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
}
