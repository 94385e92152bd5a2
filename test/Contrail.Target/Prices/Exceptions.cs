using System.Runtime.CompilerServices;

namespace Contrail.Target.Prices;

/// <summary>An exception, thrown ten calls deep and caught at the top.</summary>
internal sealed class Exceptions : IOperation
{
    private const int Depth = 10;

    public void Do(int count)
    {
        for (int time = 0; time < count; time++)
        {
            Throw();
        }
    }

    public void Dispose()
    {
    }

    internal static void Throw()
    {
        try
        {
            Descend(Depth);
        }
        catch (InvalidOperationException)
        {
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Descend(int remaining) => remaining == 0
        ? throw new InvalidOperationException("The price of this is measured.")
        : Descend(remaining - 1) + 1;
}
