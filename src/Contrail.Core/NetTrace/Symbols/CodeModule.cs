using Contrail.Core.NetTrace.Events;

namespace Contrail.Core.NetTrace.Symbols;

/// <summary>A module as the runtime describes it. All fields are from a file or a peer. Immutable.</summary>
/// <param name="Path">
/// The path of its file in the recorded process; only a name for generated code and in single files.
/// </param>
/// <param name="PdbId">The id of its symbol file; all zero if unknown.</param>
internal sealed record CodeModule(string Path, Guid PdbId)
{
    private static readonly int[] WithPdb = [RuntimeEventId.ModuleLoad, RuntimeEventId.ModuleUnload];
    private static readonly EventField ILPath =
        RuntimeEventTable.Field("ILPath", [RuntimeEventId.DomainModuleLoad, .. WithPdb]);

    private static readonly EventField NativePath =
        RuntimeEventTable.Field("NativePath", [RuntimeEventId.DomainModuleLoad, .. WithPdb]);

    private static readonly EventField PdbSignature = RuntimeEventTable.Field("PdbSignature", WithPdb);

    /// <summary>Reads the load, unload or rundown event of a module; null for another.</summary>
    public static CodeModule? Read(LoaderFact fact)
    {
        PayloadLayout? layout = fact.Holder.Kind == HolderKind.Module
            ? RuntimeEventTable.FindLive(fact.EventId)?.Layout(fact.Version)
            : null;
        if (layout is null || !EventPayload.TryRead(layout, fact.Payload, sizeof(ulong), out EventPayload payload))
        {
            return null;
        }

        string path = payload.Text(ILPath);
        return new CodeModule(
            path.Length > 0 ? path : payload.Text(NativePath),
            payload.UniqueId(PdbSignature));
    }
}
