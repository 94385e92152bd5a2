using System.Globalization;

namespace Contrail.Tests.Support;

/// <summary>Intact files, and copies of them with one bit flipped, chosen by a seed.</summary>
internal static class FlippedFile
{
    /// <summary>A capture with its end mark, or a snapshot of one.</summary>
    public static byte[] Whole(string name)
    {
        if (name == "snapshot")
        {
            using Recorded recorded = Recorded.Of(Captures.Read("net10"));
            return recorded.File().Bytes;
        }

        byte[] capture = Captures.Read(name);
        return name == "drawn" ? capture : [.. capture, 1];
    }

    public static (byte[] Flipped, string Place) Of(byte[] file, int seed)
    {
        Random random = new(seed);
        byte[] flipped = [.. file];
        int offset = random.Next(flipped.Length);
        int bit = random.Next(8);
        flipped[offset] ^= (byte)(1 << bit);
        return (flipped, string.Create(CultureInfo.InvariantCulture, $"seed {seed}, byte {offset}, bit {bit}"));
    }
}
