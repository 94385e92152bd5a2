using System.Buffers.Binary;

namespace Contrail.Ipc;

/// <summary>The 34 bytes by which a runtime that connects to a port identifies itself.</summary>
/// <param name="Cookie">Made at random when the runtime started; the same each time it connects.</param>
/// <param name="OwnPid">The process id in the runtime's own pid namespace.</param>
internal readonly record struct Advertisement(Guid Cookie, ulong OwnPid)
{
    public const int AdvertisementBytes = 34;

    private const int CookieOffset = 8;
    private const int PidOffset = 24;

    private static ReadOnlySpan<byte> Magic => "ADVR_V1\0"u8;

    public static bool TryParse(ReadOnlySpan<byte> untrusted, out Advertisement advertisement)
    {
        advertisement = default;
        if (untrusted.Length < AdvertisementBytes || !untrusted.StartsWith(Magic))
        {
            return false;
        }

        Guid cookie = new(untrusted[CookieOffset..PidOffset]);
        advertisement = new Advertisement(cookie, BinaryPrimitives.ReadUInt64LittleEndian(untrusted[PidOffset..]));
        return true;
    }
}
