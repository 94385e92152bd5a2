namespace Contrail.Machine.Figures;

/// <summary>What the <c>stat</c> and <c>status</c> of a process or thread have that is no figure. Pure.</summary>
internal static class StatText
{
    /// <summary>The letter of the state; 0 if it cannot be read.</summary>
    /// <param name="untrusted">A <c>stat</c>.</param>
    public static byte StateOf(ReadOnlySpan<byte> untrusted)
    {
        int nameEndIndex = untrusted.LastIndexOf((byte)')');
        bool hasState = nameEndIndex >= 0 && nameEndIndex + 2 < untrusted.Length;
        return hasState ? untrusted[nameEndIndex + 2] : (byte)0;
    }

    /// <summary>The name, which may contain anything; empty if it cannot be read.</summary>
    /// <param name="untrusted">A <c>stat</c>.</param>
    public static ReadOnlySpan<byte> NameOf(ReadOnlySpan<byte> untrusted)
    {
        int startIndex = untrusted.IndexOf((byte)'(');
        int endIndex = untrusted.LastIndexOf((byte)')');
        return startIndex >= 0 && endIndex > startIndex ? untrusted[(startIndex + 1)..endIndex] : default;
    }

    /// <summary>
    /// The number that a process or thread has in its own pid namespace; null if the kernel does not show it.
    /// </summary>
    /// <param name="untrusted">A <c>status</c>.</param>
    public static int? InnermostIdOf(ReadOnlySpan<byte> untrusted)
    {
        TextCursor lines = new(untrusted);
        while (lines.TryReadLine(out ReadOnlySpan<byte> line))
        {
            if (line.StartsWith("NSpid:"u8))
            {
                long id = FigureNumber.Parse(line[(line.LastIndexOf((byte)'\t') + 1)..], 1);
                return id is > 0 and <= int.MaxValue ? (int)id : null;
            }
        }

        return null;
    }
}
