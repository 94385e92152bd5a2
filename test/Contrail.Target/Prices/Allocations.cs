namespace Contrail.Target.Prices;

/// <summary>A MiB of small arrays that are not kept; the runtime decides when to collect.</summary>
internal sealed class Allocations : IOperation
{
    private const int ArrayBytes = 104;
    private const int PerMegabyte = (1 << 20) / (ArrayBytes + 24);
    private byte[] _last = [];

    public void Do(int count)
    {
        for (long time = 0; time < (long)count * PerMegabyte; time++)
        {
            _last = new byte[ArrayBytes];
        }
    }

    public void Dispose() => GC.KeepAlive(_last);
}
