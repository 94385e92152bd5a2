namespace Contrail.Target.Prices;

/// <summary>Work that writes no event, about ten microseconds each time: differences are noise.</summary>
internal sealed class Arithmetic : IOperation
{
    private const int Steps = 5_000;
    private ulong _state = 1;

    public void Do(int count)
    {
        for (long step = 0; step < (long)count * Steps; step++)
        {
            _state = unchecked((_state * 6364136223846793005) + 1442695040888963407);
        }
    }

    public void Dispose() => GC.KeepAlive(_state);
}
