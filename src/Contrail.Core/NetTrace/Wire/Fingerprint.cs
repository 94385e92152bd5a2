namespace Contrail.Core.NetTrace.Wire;

/// <summary>A 128-bit hash (FNV-1a) by which byte sequences are identified; collisions are not expected.</summary>
internal static class Fingerprint
{
    /// <summary>FNV-1a over 128 bits.</summary>
    public static UInt128 Of(ReadOnlySpan<byte> bytes)
    {
        UInt128 hash = new(0x6c62272e07bb0142, 0x62b821756295c58d);
        UInt128 prime = new(0x0000000001000000, 0x000000000000013B);
        foreach (byte value in bytes)
        {
            hash = unchecked((hash ^ value) * prime);
        }

        return hash;
    }
}
