using System.Buffers.Binary;
using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Events;

namespace Contrail.Core.NetTrace.Recording;

/// <summary>An event that is sent once and needed by later events: it is kept beyond its generation.</summary>
/// <param name="MetadataId">Which row describes it.</param>
/// <param name="Role">Why it is kept.</param>
/// <param name="ThreadId">The thread it is about.</param>
/// <param name="At">When it arrived.</param>
/// <param name="Payload">Its payload.</param>
internal sealed record RetainedEvent(int MetadataId, EventRole Role, ulong ThreadId, TraceTicks At, byte[] Payload)
{
    /// <summary>In ThreadCreated, after two handles, flags and the managed index.</summary>
    private const int LivingThreadOffset = 24;

    /// <summary>The operating system's id of the thread whose start this is; null for other events.</summary>
    public ulong? LivingThreadId =>
        Role == EventRole.Begin && BinaryPrimitives.TryReadUInt32LittleEndian(
            Payload.AsSpan(Math.Min(Payload.Length, LivingThreadOffset)), out uint threadId)
            ? threadId
            : null;
}
