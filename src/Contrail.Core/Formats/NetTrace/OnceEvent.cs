namespace Contrail.Core.Formats.NetTrace;

/// <summary>An event that came once and that later events need: it is kept beyond its generation.</summary>
/// <param name="MetadataId">Which row describes it.</param>
/// <param name="Role">Why it is kept.</param>
/// <param name="ThreadId">The thread it is about.</param>
/// <param name="At">When it came.</param>
/// <param name="Payload">Its payload.</param>
internal sealed record OnceEvent(int MetadataId, OnceRole Role, ulong ThreadId, TraceTicks At, byte[] Payload);
