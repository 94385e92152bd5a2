using Contrail.Core.Snapshots;

namespace Contrail.Core.NetTrace.Snapshots.Lanes;

/// <summary>Looks up names of native code for a file. They are worth less than the file.</summary>
internal static class NativeLookup
{
    /// <summary>The names; a failure of the lookup costs the names only.</summary>
    /// <param name="names">Names native code; null where that is not possible.</param>
    /// <param name="ascending">The addresses, in ascending order.</param>
    /// <param name="cancellationToken">Ends the lookup.</param>
    /// <exception cref="OperationCanceledException">It was canceled.</exception>
    public static NativeNames Find(INativeNames? names, ulong[] ascending, CancellationToken cancellationToken)
    {
        if (names is null || ascending.Length == 0)
        {
            return new NativeNames([], 0);
        }

        NativeNames found;
        try
        {
            found = names.Find(ascending, cancellationToken);
        }
        catch (Exception)
        {
            found = new NativeNames([], ascending.Length);
        }

        cancellationToken.ThrowIfCancellationRequested();
        return found;
    }
}
