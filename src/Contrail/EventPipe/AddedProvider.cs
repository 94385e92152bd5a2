using Contrail.Core.NetTrace.Events;

namespace Contrail.EventPipe;

/// <summary>
/// Which providers a user is warned of if they send nothing. A profile's own provider is none of them: a process
/// without TLS, for example, has no event about it.
/// </summary>
internal static class AddedProvider
{
    /// <summary>Returns whether a provider that was added to a profile writes events, if the process has it.</summary>
    public static bool IsExpected(EventPipeProvider provider) =>
        provider.Name is not (
            RuntimeProvider.Name or RuntimeProvider.RundownName or RuntimeProvider.SampleProfilerName)
        && !LibraryProvider.IsSilent(provider.Name, provider.Keywords);
}
