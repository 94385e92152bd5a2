namespace Contrail.Core.NetTrace.Wire;

/// <summary>What a metadata row of nettrace 6 may contain in addition to its fields; 0 where it does not.</summary>
/// <param name="Opcode">The event's opcode.</param>
/// <param name="Level">The event's level.</param>
/// <param name="Version">The event's version.</param>
/// <param name="Keywords">The event's keywords.</param>
internal readonly record struct V6RowOptions(int Opcode, int Level, int Version, ulong Keywords);
